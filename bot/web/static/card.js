/** Cards as elements: what it is, the picture, the exact text, the list, the buttons. */

import { drawMark } from "./marks.js";
import { el, icon } from "./page.js";
import { drawMain } from "./previews.js";
import { link, nodes } from "./text.js";

/** Draw the card of a message. `press(packed, button)` is called when a button is pressed, `reply()` to answer it. */
export function drawCard(message, { press, reply }) {
  const { card } = message;
  const bare = isBare(card);
  return el(
    "div",
    { class: bare ? "bubble" : "card", data: { card: card.kind } },
    head(card, !bare && !card.footer ? drawReply(reply) : null),
    card.pictures || card.previews ? drawMain(message) : null,
    card.body ? el("div", { class: "words card-body", data: { body: "" } }, ...nodes(card.body)) : null,
    rows(card, press),
    footer(card, bare ? null : drawReply(reply)),
    drawButtons(card.buttons, press),
  );
}

/** Whether a card is no more than words, which are said in a bubble. */
export const isBare = (card) => !card.title && !card.badge && !card.previews && !card.rows && !card.pictures;

/** The button that answers a message. */
export const drawReply = (reply) =>
  el("button", { type: "button", class: "reply", "aria-label": "Reply to this message", title: "Reply", data: { reply: "" }, on: { click: reply } }, icon("reply"));

function head(card, reply) {
  if (!card.title && !card.badge) return reply && el("div", { class: "card-head" }, reply);
  const title = card.title && el("h2", { class: "card-title", data: { title: "" } }, ...nodes(card.title));
  return el("div", { class: "card-head" }, title, card.badge && drawBadge(card.badge), reply);
}

function footer(card, reply) {
  if (!card.footer) return null;
  return el("div", { class: "card-foot" }, el("div", { class: "words card-footer", data: { footer: "" } }, ...nodes(card.footer)), reply);
}

/** A status: its mark and its word. */
export const drawBadge = (badge) =>
  el("span", { class: `badge tone-${badge.tone}`, data: { badge: badge.word } }, drawMark(badge.mark), el("span", { text: badge.word }));

function rows(card, press) {
  if (!card.rows) return null;
  return el("ul", { class: "rows", data: { rows: "" } }, ...card.rows.map((row) => el("li", { data: { row: row.label } }, drawRow(row, press))));
}

function drawRow(row, press) {
  const inside = [
    drawMark(row.mark, { spoken: true }),
    el("span", { class: "row-label", text: row.label }),
    el("span", { class: "row-text words" }, ...nodes(row.text)),
  ];
  if (row.press) return el("button", { type: "button", class: "row", data: { press: row.press }, on: { click: once((button) => press(row.press, button)) } }, ...inside);
  if (!row.url) return el("div", { class: "row" }, ...inside);
  const way = link(row.url, undefined, { class: "row" });
  way.append(...inside);
  return way;
}

/** The rows of buttons, or nothing. */
export function drawButtons(lines, press) {
  if (!lines?.length) return null;
  return el("div", { class: "buttons", data: { buttons: "" } }, ...lines.map((line) => el("div", { class: "button-line" }, ...line.map((one) => drawButton(one, press)))));
}

/** One button: a press or a link. */
export function drawButton(button, press) {
  const look = `button tone-${button.tone}`;
  if (button.url) return link(button.url, button.label, { class: look, data: { link: "" } });
  const verb = button.press?.split(":")[0] ?? "";
  return el("button", {
    type: "button",
    class: look,
    text: button.label,
    disabled: !button.press,
    data: { press: button.press ?? "", verb },
    on: { click: once((pressed) => press(button.press, pressed)) },
  });
}

/** The second half of a double press may hit what was drawn in between; nobody meant that. */
const once = (pressed) => (event) => event.detail < 2 && pressed(event.currentTarget);
