/** The conversation: messages in order, days between them, always where the reader left off. */

import { drawMessage, drawPending } from "./message.js";
import { dayKey, dayName, el, hook, plain } from "./page.js";
import { Pinned } from "./pinned.js";
import { Place } from "./place.js";
import { redraw } from "./redraw.js";

const MINUTES_APART = 5 * 60_000;

/** The list of messages. `press`, `reply`, `missing` and `arrived` hear what happens in it. */
export class Log {
  constructor({ press, reply, missing, arrived }) {
    Object.assign(this, { press, reply, missing, arrived });
    this.box = hook("log");
    this.messages = new Map(); // id → the message and its element
    this.expected = new Map(); // message id → who waits for it
    this.seq = 0;
    this.begun = false; // from here on what arrives is news
    this.place = new Place({ boxes: [this.box, hook("waiting")], nodes: () => [...this.messages.values()].map(({ node }) => node) });
    this.pinned = new Pinned({ sees: (node) => this.place.sees(node), press, jump: (id) => this.jump(id) });
    hook("newer").addEventListener("click", () => this.toNewer());
  }

  /** The id of the oldest message shown, or null. */
  get oldest() {
    return this.box.querySelector("[data-message]")?.dataset.message ?? null;
  }

  /** Show messages from the past or the present, whatever their order. */
  take(messages, { past = false } = {}) {
    this.place.during(
      () => {
        messages.forEach((message) => this.show(message, past));
        this.arrange();
        hook("empty").hidden = this.messages.size > 0;
      },
      { past },
    );
    this.pinned.show();
    messages.forEach(({ id }) => this.hand(id));
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
    if (this.place.unseen === id) this.place.seen();
    found(this.messages.get(id).message);
  }

  show(message, past) {
    const known = this.messages.get(message.id);
    if (known && known.message.seq >= message.seq) return;
    this.seq = Math.max(this.seq, message.seq);
    if (!known && !past && this.oldest && Number(message.id) < Number(this.oldest)) {
      if (this.pinned.message?.id === message.id) this.pinned.consider(message);
      return;
    }
    const node = this.draw(message);
    if (known) redraw(known.node, node);
    else this.add(message, node, past);
    this.messages.set(message.id, { message, node });
    this.pinned.consider(message, node);
  }

  add(message, node, past) {
    const later = [...this.box.querySelectorAll("[data-message]")].find((one) => Number(one.dataset.message) > Number(message.id));
    this.box.insertBefore(node, later ?? this.box.querySelector("[data-pending]"));
    const pending = message.event && this.pending(message.event);
    pending?.remove();
    if (past || !this.begun) return;
    if (!pending) node.classList.add("fresh");
    this.place.arrived(node, message);
    this.arrived(message);
  }

  draw(message) {
    return drawMessage(message, {
      press: (packed, button) => this.press(message, packed, button),
      reply: () => this.reply(message, this.summary(message.id)),
      summary: (id) => this.summary(id),
      jump: (id) => this.jump(id),
    });
  }

  /** Show words on their way; the kept message with the same event takes their place. */
  showPending(letter, heard) {
    const node = drawPending(letter, heard);
    this.box.append(node);
    hook("empty").hidden = true;
    this.place.toEnd();
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
      const { at, who } = node.dataset;
      const newDay = !before || dayKey(before.at) !== dayKey(at);
      if (newDay) node.before(el("p", { class: "day", role: "separator", "aria-label": dayName(at), data: { day: dayKey(at) } }, el("span", { text: dayName(at) })));
      node.classList.toggle("close", !newDay && before.who === who && new Date(at) - new Date(before.at) < MINUTES_APART);
      before = { at, who };
    }
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
    if (node) this.place.goTo(node);
    else this.missing(id);
  }

  /** Bring a message that answers the reader into sight. */
  bringUp(id) {
    this.place.bringUp(this.messages.get(id).node);
  }

  /** Go to the first message that arrived out of sight. */
  toNewer() {
    if (this.messages.has(this.place.unseen)) this.jump(this.place.unseen);
    else this.place.toEnd();
    this.place.seen();
  }
}
