/** Where the reader is in the conversation, and how they stay there whatever arrives or changes. */

import { hook } from "./page.js";

const NEAR_END = 120;

/** The reader's place in the scrolled page; `nodes()` are the messages in sight and out of it. */
export class Place {
  constructor({ boxes, nodes }) {
    this.nodes = nodes;
    this.scroll = hook("scroll");
    this.newer = hook("newer");
    this.stick = true; // the reader is at the end and stays there
    this.held = null; // the message kept at the top while more arrives below it
    this.unseen = null; // the first message that arrived out of sight
    const sizes = new ResizeObserver(() => this.settle());
    boxes.forEach((box) => sizes.observe(box));
    this.scroll.addEventListener("scroll", () => this.scrolled(), { passive: true });
    for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) addEventListener(kind, () => this.held && this.letGo(), { passive: true, capture: true });
  }

  /** Change what is shown without moving what the reader looks at, unless they are at the end or held. */
  during(change, { past = false } = {}) {
    const steady = this.lookingAt();
    change();
    if (past || !(this.held || this.stick)) steady();
    else this.settle();
  }

  /** Note which message the reader looks at; calling the answer brings it back to where it was. */
  lookingAt() {
    const view = this.scroll.getBoundingClientRect();
    const edges = this.nodes().map((node) => ({ id: node.dataset.message, ...edgesOf(node) }));
    const seen = edges.filter(({ top, bottom }) => bottom > view.top && top < view.bottom).sort((one, other) => one.top - other.top);
    const first = seen.find(({ top }) => top >= view.top) ?? seen[0];
    return () => {
      const node = first && this.nodes().find((one) => one.dataset.message === first.id);
      if (node) this.scroll.scrollTop += edgesOf(node).top - first.top;
    };
  }

  /** A week is read from its header on; anything else arrives at the end, or out of sight. */
  arrived(node, { id, card, from }) {
    if ((this.stick || this.held) && card?.kind === "batch") this.held = node;
    else if (!this.stick && !this.held && from === "bot") {
      this.unseen ??= id;
      this.newer.hidden = false;
    }
  }

  /** Keep this element at the top from now on, if the reader was at the end. */
  hold(node) {
    if (!this.stick) return;
    this.held = node;
    this.settle();
  }

  /** Stay where the reader is meant to be: at the message held at the top, or at the end. */
  settle() {
    if (this.held?.hidden) this.toEnd();
    else if (this.held?.isConnected) this.held.scrollIntoView({ block: "start" });
    else if (this.stick) this.toEnd();
  }

  /** The reader moves by themselves from now on. */
  letGo() {
    this.held = null;
    this.stick = this.atEnd();
  }

  scrolled() {
    this.stick = !this.held && this.atEnd();
    if (this.atEnd()) this.seen();
  }

  seen() {
    this.unseen = null;
    this.newer.hidden = true;
  }

  atEnd() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR_END;
  }

  toEnd() {
    this.stick = true;
    this.held = null;
    this.seen();
    this.scroll.scrollTo({ top: this.scroll.scrollHeight, behavior: "instant" });
  }

  /** Bring a message that answers the reader into sight, and the keyboard to it. */
  bringUp(node) {
    const last = !node.nextElementSibling;
    node.scrollIntoView({ block: node.offsetHeight > this.scroll.clientHeight ? "start" : last ? "end" : "nearest" });
    node.focus({ preventScroll: true });
  }

  /** Go to a message and show for a moment which one it is. */
  goTo(node) {
    node.scrollIntoView({ block: "start" });
    node.focus({ preventScroll: true });
    node.classList.add("found");
    setTimeout(() => node.classList.remove("found"), 1600);
  }

  /** Whether the reader sees a good part of this element. */
  sees(node) {
    const one = node.getBoundingClientRect();
    const view = this.scroll.getBoundingClientRect();
    const seen = Math.min(one.bottom, view.bottom) - Math.max(one.top, view.top);
    return seen > Math.min(one.height, view.height) * 0.4;
  }
}

function edgesOf(node) {
  const { top, bottom } = node.getBoundingClientRect();
  return { top, bottom };
}
