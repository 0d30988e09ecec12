/** The conversation: messages in order, days between them, always where the reader left off. */

import { drawCard } from "./card.js";
import { dayKey, dayName, el, hook, icon, momentOf, plain, timeOf } from "./page.js";
import { drawPinned } from "./pinned.js";
import { words } from "./words.js";

const NEAR_END = 120;
const MINUTES_APART = 5 * 60_000;

/** The list of messages. `press`, `reply` and `missing` hear what the reader wants. */
export class Log {
  constructor({ press, reply, missing }) {
    this.press = press;
    this.reply = reply;
    this.missing = missing;
    this.box = hook("log");
    this.scroll = hook("scroll");
    this.newer = hook("newer");
    this.messages = new Map();
    this.seq = 0;
    this.pinned = null;
    this.newer.addEventListener("click", () => this.toNewer());
    this.watch = new IntersectionObserver(() => this.showPinned(), { root: this.scroll, threshold: [0, 0.4] });
    new ResizeObserver(() => this.settle()).observe(this.box);
    this.scroll.addEventListener("scroll", () => this.scrolled(), { passive: true });
    for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) addEventListener(kind, () => this.held && this.letGo(), { passive: true, capture: true });
    this.begun = false; // from here on what arrives is news
    this.stick = true; // the reader is at the end and stays there
    this.held = null; // the message kept at the top while more arrives below it
    this.unseen = null; // the first message that arrived out of sight
    this.expected = new Map(); // message id → who waits for it
  }

  /** The id of the oldest message shown, or null. */
  get oldest() {
    return this.box.querySelector("[data-message]")?.dataset.message ?? null;
  }

  /** Show messages from the past or the present, whatever their order. */
  take(messages, { past = false } = {}) {
    const steady = this.lookingAt();
    messages.forEach((message) => this.show(message, past));
    this.arrange();
    hook("empty").hidden = this.messages.size > 0;
    if (past || !(this.held || this.stick)) steady();
    else this.settle();
    this.showPinned();
    messages.forEach(({ id }) => this.hand(id));
  }

  /** Note which message the reader looks at; calling the answer brings it back to where it was. */
  lookingAt() {
    const view = this.scroll.getBoundingClientRect();
    const edges = [...this.messages.values()].map(({ message, node }) => edgesOf(message.id, node));
    const seen = edges.filter(({ top, bottom }) => bottom > view.top && top < view.bottom).sort((one, other) => one.top - other.top);
    const first = seen.find(({ top }) => top >= view.top) ?? seen[0];
    return () => first && (this.scroll.scrollTop += this.messages.get(first.id).node.getBoundingClientRect().top - first.top);
  }

  /** Call `found(message)` as soon as that message is here. */
  whenHere(id, found) {
    this.expected.set(id, found);
    this.hand(id);
  }

  hand(id) {
    const found = this.expected.get(id);
    if (!found || !this.messages.has(id)) return;
    this.expected.delete(id);
    if (this.unseen === id) this.seen();
    found(this.messages.get(id).message);
  }

  /** Stay where the reader is meant to be: at the message held at the top, or at the end. */
  settle() {
    if (this.held) this.held.scrollIntoView({ block: "start" });
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

  show(message, past) {
    const known = this.messages.get(message.id);
    if (known && known.message.seq >= message.seq) return;
    if (!known && !past && this.oldest && Number(message.id) < Number(this.oldest)) {
      this.seq = Math.max(this.seq, message.seq);
      if (this.pinned?.id === message.id) this.pinned = message;
      return;
    }
    this.seq = Math.max(this.seq, message.seq);
    const node = this.draw(message);
    if (known) replaceKeepingFocus(known.node, node);
    else {
      this.place(message, node);
      if (message.event) this.pending(message.event)?.remove();
      if (!past) this.heard(message, node);
    }
    this.messages.set(message.id, { message, node });
    this.pin(message);
  }

  /** A week is read from its header on; anything else arrives at the end, or out of sight. */
  heard(message, node) {
    if (this.begun && this.stick && message.card?.kind === "batch") this.held = node;
    else if (!this.stick && !this.held && message.from === "bot") {
      this.unseen ??= message.id;
      this.newer.hidden = false;
    }
  }

  place(message, node) {
    const later = [...this.box.querySelectorAll("[data-message]")].find((one) => Number(one.dataset.message) > Number(message.id));
    this.box.insertBefore(node, later ?? this.box.querySelector("[data-pending]"));
  }

  draw(message) {
    const says = message.card
      ? drawCard(message, (packed, button) => this.press(message, packed, button))
      : words(message, (id) => this.summary(id), (id) => this.jump(id));
    const title = message.card ? plain(message.card.title) || "Greenlight" : message.name;
    return el(
      "article",
      {
        class: `message from-${message.from}`,
        tabindex: "-1",
        "aria-label": `${message.from === "you" ? "You" : title}, ${timeOf(message.at)}`,
        data: { message: message.id, from: message.from, at: message.at, kind: message.card?.kind ?? "words", subject: message.card?.subject ?? "" },
      },
      message.from === "other" ? el("p", { class: "who", text: message.name }) : null,
      says,
      el(
        "p",
        { class: "meta" },
        el("time", { datetime: message.at, title: momentOf(message.at), text: timeOf(message.at) }),
        message.only ? el("span", { text: "Only you see this", data: { only: "" } }) : null,
        el("button", { type: "button", class: "reply", "aria-label": "Reply to this message", title: "Reply", data: { reply: "" }, on: { click: () => this.reply(message, this.summary(message.id)) } }, icon("reply")),
      ),
    );
  }

  /** Show words on their way; the kept message with the same event takes their place. */
  showPending({ event_id, text, files = [] }, { again, discard }) {
    const state = el("p", { class: "meta", data: { pendingState: "" } }, el("span", { text: "Sending…" }));
    const node = el(
      "article",
      { class: "message from-you pending", "aria-label": "You, on its way", data: { pending: event_id } },
      words({ text, files }),
      state,
    );
    node.waiting = () => state.replaceChildren(el("span", { text: "Waiting for the connection…" }));
    node.sending = () => state.replaceChildren(el("span", { text: "Sending…" }));
    node.failed = (sentence) => {
      node.classList.add("failed");
      state.replaceChildren(
        el("span", { role: "alert", text: `Not sent. ${sentence}` }),
        el("button", { type: "button", class: "text-button", text: "Try again", data: { again: "" }, on: { click: again } }),
        el("button", { type: "button", class: "text-button", text: "Take back", data: { takeBack: "" }, on: { click: discard } }),
      );
    };
    this.box.append(node);
    hook("empty").hidden = true;
    this.arrange();
    this.toEnd();
    return node;
  }

  pending(event) {
    return this.box.querySelector(`[data-pending="${CSS.escape(event)}"]`);
  }

  /** Put a heading between days and pull what was said together closer. */
  arrange() {
    this.box.querySelectorAll("[data-day]").forEach((one) => one.remove());
    let before = null;
    for (const node of [...this.box.querySelectorAll("[data-message]")]) {
      const { at, from } = node.dataset;
      const newDay = !before || dayKey(before.at) !== dayKey(at);
      if (newDay) node.before(el("p", { class: "day", role: "separator", "aria-label": dayName(at), data: { day: dayKey(at) } }, el("span", { text: dayName(at) })));
      node.classList.toggle("close", !newDay && before.from === from && new Date(at) - new Date(before.at) < MINUTES_APART);
      before = { at, from };
    }
  }

  pin(message) {
    if (message.card?.pinned && (!this.pinned || Number(message.id) >= Number(this.pinned.id))) this.pinned = message;
    else if (this.pinned?.id === message.id) this.pinned = null;
    if (this.pinned?.id === message.id && this.messages.has(message.id)) {
      this.watch.disconnect();
      this.watch.observe(this.messages.get(message.id).node);
    }
  }

  /** Keep the pinned card in sight while it is scrolled away. */
  showPinned() {
    const box = hook("pinned");
    const node = this.pinned && this.messages.get(this.pinned.id)?.node;
    const hidden = !this.pinned || (node && overlap(node, this.scroll));
    if (!hidden) {
      const press = (packed, button) => this.press(this.pinned, packed, button);
      const line = drawPinned(this.pinned.card, { press, jump: () => this.jump(this.pinned.id) });
      if (!box.firstElementChild) box.append(line);
      else if (box.dataset.pinned !== `${this.pinned.id}.${this.pinned.seq}`) replaceKeepingFocus(box.firstElementChild, line);
      box.dataset.pinned = `${this.pinned.id}.${this.pinned.seq}`;
    }
    box.hidden = hidden;
  }

  /** A few words that remind of a message. */
  summary(id) {
    const message = this.messages.get(id)?.message;
    if (!message) return "an earlier message";
    const said = message.card ? plain(message.card.title) || plain(message.card.body) : message.text;
    const line = said.trim().split("\n")[0];
    return line.length > 70 ? `${line.slice(0, 68)}…` : line || "a message";
  }

  jump(id) {
    const node = this.messages.get(id)?.node;
    if (!node) return this.missing(id);
    node.scrollIntoView({ block: "start" });
    node.focus({ preventScroll: true });
    node.classList.add("found");
    setTimeout(() => node.classList.remove("found"), 1600);
  }

  /** Bring a message that answers the reader into sight, and the keyboard to it. */
  bringUp(id) {
    const { node } = this.messages.get(id);
    const last = !node.nextElementSibling;
    node.scrollIntoView({ block: node.offsetHeight > this.scroll.clientHeight ? "start" : last ? "end" : "nearest" });
    node.focus({ preventScroll: true });
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

  /** Go to the first message that arrived out of sight. */
  toNewer() {
    if (this.messages.has(this.unseen)) this.jump(this.unseen);
    else this.toEnd();
    this.seen();
  }
}

function edgesOf(id, node) {
  const { top, bottom } = node.getBoundingClientRect();
  return { id, top, bottom };
}

function overlap(node, scroll) {
  const one = node.getBoundingClientRect();
  const view = scroll.getBoundingClientRect();
  const seen = Math.min(one.bottom, view.bottom) - Math.max(one.top, view.top);
  return seen > Math.min(one.height, view.height) * 0.4;
}

/** The reader who stands on a button stands on the same button of the new drawing. */
function replaceKeepingFocus(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const { verb, tab, press } = focused?.dataset ?? {};
  old.replaceWith(fresh);
  if (!focused) return;
  const same =
    (verb && fresh.querySelector(`[data-verb="${CSS.escape(verb)}"]`)) ||
    (tab && fresh.querySelector(`[data-tab="${CSS.escape(tab)}"]`)) ||
    (press && fresh.querySelector(`[data-press="${CSS.escape(press)}"]`));
  (same || fresh).focus({ preventScroll: true });
}
