/** What is in the making: a bubble that types, in words where there are any, and the outlines of coming cards. */

import { avatar } from "./avatar.js";
import { el, hook } from "./page.js";

const LATE = 400; // an answer that comes sooner needs no bubble
const STILL = 6000; // cards follow the answer within this, or do not come
const ROWS = 7;

/** Shows below the conversation what the reader waits for. */
export class Waiting {
  constructor() {
    this.box = hook("waiting");
    this.open = new Map(); // question → its timer, null once it took long
    this.words = "";
    this.cards = 0;
    this.header = false;
    this.giveUp = 0;
  }

  /** A question left for the server. */
  asked(question) {
    this.open.set(
      question,
      setTimeout(() => {
        this.open.set(question, null);
        this.draw();
      }, LATE),
    );
  }

  /** Its answer is here, or will never be. */
  answered(question) {
    clearTimeout(this.open.get(question));
    this.open.delete(question);
    if (this.open.size) return;
    this.words = "";
    clearTimeout(this.giveUp);
    if (this.cards) this.giveUp = setTimeout(() => this.clear(), STILL);
    this.draw();
  }

  /** Slow work has begun. */
  working({ text, cards }) {
    clearTimeout(this.giveUp);
    this.words = text;
    this.cards = cards;
    this.header = cards > 1;
    if (!this.open.size) this.giveUp = setTimeout(() => this.clear(), STILL * 10);
    this.draw();
  }

  /** A message of Greenlight has arrived: it takes the place of its outline. */
  arrived({ card, from }) {
    if (from !== "bot" || (!this.words && !this.cards)) return;
    this.words = "";
    if (card?.kind === "batch") this.header = false;
    if (card?.kind === "post") this.cards = Math.max(0, this.cards - 1);
    this.draw();
  }

  clear() {
    this.words = "";
    this.cards = 0;
    this.draw();
  }

  draw() {
    const late = [...this.open.values()].includes(null);
    const typing = this.words || (late && !this.cards);
    const drawn = `${typing ? this.words : ""}|${Boolean(typing)}|${this.cards}|${this.header}`;
    this.box.hidden = !typing && !this.cards;
    if (this.box.dataset.drawn === drawn) return;
    this.box.dataset.drawn = drawn;
    this.box.replaceChildren(
      ...(typing ? [bubble(this.words)] : []),
      ...(this.cards && this.header ? [headerOutline()] : []),
      ...Array.from({ length: this.cards }, cardOutline),
    );
  }
}

const bubble = (text) =>
  el(
    "div",
    { class: "message from-bot typing", data: { typing: "" } },
    el("p", { class: "who" }, avatar(""), el("span", { class: "who-name", text: "Greenlight" })),
    el("div", { class: "bubble" }, text ? el("span", { class: "words", text }) : el("span", { class: "visually-hidden", text: "Greenlight is answering" }), dots()),
  );

const dots = () => el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));

const bar = (size) => el("i", { class: `bone ${size}` });

const outline = (...bones) => el("div", { class: "message from-bot close", "aria-hidden": "true", data: { outline: "" } }, el("div", { class: "card outline" }, ...bones));

const headerOutline = () => outline(bar("title"), ...Array.from({ length: ROWS }, () => bar("row")), bar("button"));

const cardOutline = () => outline(bar("title"), el("div", { class: "outline-main" }, bar("picture"), el("div", {}, bar("line"), bar("line"), bar("line short"))), bar("button"));
