/** The conversation: messages in order, days between them, always where the reader left off. */

import { drawBadge, drawButton, drawCard } from "./card.js";
import { dayKey, dayName, el, hook, icon, momentOf, plain, timeOf } from "./page.js";
import { linked, nodes } from "./text.js";

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
    this.scroll.addEventListener("scroll", () => this.atEnd() && (this.newer.hidden = true), { passive: true });
    this.newer.addEventListener("click", () => this.toEnd(true));
    this.watch = new IntersectionObserver(() => this.showPinned(), { root: this.scroll, threshold: [0, 0.4] });
    new ResizeObserver(() => this.stick && this.toEnd()).observe(this.box);
    this.scroll.addEventListener("scroll", () => (this.stick = this.atEnd()), { passive: true });
    this.stick = true;
  }

  /** The id of the oldest message shown, or null. */
  get oldest() {
    return this.box.querySelector("[data-message]")?.dataset.message ?? null;
  }

  /** Show messages from the past or the present, whatever their order. */
  take(messages, { past = false } = {}) {
    const height = this.scroll.scrollHeight;
    const kept = this.scroll.scrollTop;
    messages.forEach((message) => this.show(message, past));
    this.arrange();
    hook("empty").hidden = this.messages.size > 0;
    if (past) this.scroll.scrollTop = kept + this.scroll.scrollHeight - height;
    else if (this.stick) this.toEnd();
    this.showPinned();
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
      if (!past && !this.stick && message.from === "bot") this.newer.hidden = false;
    }
    this.messages.set(message.id, { message, node });
    this.pin(message);
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
      const { card } = this.pinned;
      const line = el(
        "div",
        { class: "column pinned-line" },
        el(
          "button",
          { type: "button", class: "pinned-words", data: { jump: "" }, on: { click: () => this.jump(this.pinned.id) } },
          el("span", { class: "pinned-title" }, ...nodes(card.title)),
          card.badge ? drawBadge(card.badge) : null,
          card.rows ? el("span", { class: "marks", "aria-label": progress(card.rows), role: "img", text: card.rows.map((row) => row.mark).join("") }) : null,
        ),
        ...(card.buttons?.[0] ?? []).filter((one) => one.tone === "good").slice(0, 1).map((one) => drawButton(one, (packed, button) => this.press(this.pinned, packed, button))),
      );
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

  atEnd() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR_END;
  }

  toEnd(gently = false) {
    this.stick = true;
    this.newer.hidden = true;
    this.scroll.scrollTo({ top: this.scroll.scrollHeight, behavior: gently ? "smooth" : "instant" });
  }
}

function words({ text, files = [], reply_to: replyTo }, summary, jump) {
  return el(
    "div",
    { class: "bubble", data: { words: "" } },
    replyTo ? el("button", { type: "button", class: "answers", data: { answers: replyTo }, on: { click: () => jump(replyTo) }, text: summary(replyTo) }) : null,
    files.length ? el("div", { class: files.length > 1 ? "pictures album" : "pictures" }, ...files.map(file)) : null,
    text ? el("p", { class: "words", dir: "auto" }, ...linked(text)) : null,
  );
}

function file({ url, name, mime }) {
  if (mime.startsWith("image/")) return el("img", { src: url, alt: name, class: "sent-picture" });
  if (mime.startsWith("video/")) return el("video", { src: url, controls: true, preload: "metadata", "aria-label": name });
  return el("a", { href: url, class: "file", text: `📄 ${name}` });
}

function progress(rows) {
  const counted = new Map();
  rows.forEach((row) => counted.set(row.mark, (counted.get(row.mark) ?? 0) + 1));
  return [...counted].map(([mark, count]) => `${count} ${mark}`).join(", ");
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
