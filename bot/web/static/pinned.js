/** The one card that stays in sight while it is scrolled away, as a line. */

import { drawBadge, drawButton } from "./card.js";
import { toneOf, wordOf } from "./marks.js";
import { el, hook } from "./page.js";
import { redraw } from "./redraw.js";
import { nodes } from "./text.js";

/** Keeps the newest pinned card in sight. `sees(node)` tells whether the card itself is; `press` and `jump` are passed on. */
export class Pinned {
  constructor({ sees, press, jump }) {
    this.sees = sees;
    this.press = press;
    this.jump = jump;
    this.message = null;
    this.node = null;
    this.watch = new IntersectionObserver(() => this.show(), { root: hook("scroll"), threshold: [0, 0.4] });
  }

  /** Hear of a message, with its element where it is shown. */
  consider(message, node = null) {
    if (message.card?.pinned && (!this.message || Number(message.id) >= Number(this.message.id))) this.message = message;
    else if (this.message?.id === message.id) this.message = this.node = null;
    if (this.message?.id !== message.id) return;
    this.node = node;
    this.watch.disconnect();
    if (node) this.watch.observe(node);
  }

  /** Draw the line, or put it away while the card itself is in sight. */
  show() {
    const box = hook("pinned");
    const hidden = !this.message || (this.node !== null && this.sees(this.node));
    if (!hidden) {
      const { id, seq, card } = this.message;
      const state = `${id}.${seq}`;
      const line = drawLine(card, { press: (packed, button) => this.press(this.message, packed, button), jump: () => this.jump(this.message.id) });
      if (!box.firstElementChild) box.append(line);
      else if (box.dataset.pinned !== state) redraw(box.firstElementChild, line);
      box.dataset.pinned = state;
    }
    box.hidden = hidden;
  }
}

/** What the card is, how far it is, and its first button. */
function drawLine(card, { press, jump }) {
  return el(
    "div",
    { class: "column pinned-line" },
    el(
      "button",
      { type: "button", class: "pinned-words", data: { jump: "" }, on: { click: jump } },
      el("span", { class: "pinned-title" }, ...nodes(card.title)),
      card.badge ? drawBadge(card.badge) : null,
      card.rows ? progress(card.rows) : null,
    ),
    ...(card.buttons?.[0] ?? []).slice(0, 1).map((one) => drawButton(one, press)),
  );
}

/** One short bar for each row, in the colour of its state. */
function progress(rows) {
  const counted = new Map();
  rows.forEach(({ mark }) => counted.set(wordOf(mark), (counted.get(wordOf(mark)) ?? 0) + 1));
  const said = [...counted].map(([word, count]) => `${count} ${word}`).join(", ");
  return el("span", { class: "progress", role: "img", "aria-label": said, data: { marks: rows.length } }, ...rows.map(({ mark }) => el("i", { class: `ink-${toneOf(mark)}` })));
}
