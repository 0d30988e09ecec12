/** Cards as elements: what it is, the picture, the exact text, the list, the buttons. */

import { el } from "./page.js";
import { link, linked, nodes } from "./text.js";

const openTabs = new Map(); // message id → the preview the reader chose

/** Draw the card of a message. `press(packed, button)` is called when a button is pressed. */
export function drawCard(message, press) {
  const { card } = message;
  const bare = !card.title && !card.badge && !card.previews && !card.rows && !card.pictures;
  return el(
    "div",
    { class: bare ? "bubble" : "card", data: { card: card.kind } },
    head(card),
    card.pictures || card.previews ? el("div", { class: "card-main" }, pictures(card), previews(message)) : null,
    card.body ? el("div", { class: "words card-body", data: { body: "" } }, ...nodes(card.body)) : null,
    rows(card, press),
    card.footer ? el("div", { class: "words card-footer", data: { footer: "" } }, ...nodes(card.footer)) : null,
    drawButtons(card.buttons, press),
  );
}

function head(card) {
  if (!card.title && !card.badge) return null;
  const title = card.title && el("h2", { class: "card-title", data: { title: "" } }, ...nodes(card.title));
  return el("div", { class: "card-head" }, title, card.badge && drawBadge(card.badge));
}

/** A status: its mark and its word. */
export const drawBadge = (badge) =>
  el(
    "span",
    { class: `badge tone-${badge.tone}`, data: { badge: badge.word } },
    el("span", { "aria-hidden": "true", text: badge.mark }),
    el("span", { text: badge.word }),
  );

function pictures(card) {
  if (!card.pictures) return null;
  const many = card.pictures.length > 1;
  return el("div", { class: many ? "pictures album" : "pictures", data: { pictures: card.pictures.length } }, ...card.pictures.map(picture));
}

function picture({ url, mime, width, height, alt }) {
  const size = { width: width || null, height: height || null };
  if (mime.startsWith("video/")) return el("video", { src: url, controls: true, preload: "metadata", "aria-label": alt || "Video", ...size });
  const image = el("img", { src: url, alt, loading: "lazy", decoding: "async", ...size });
  const way = link(url, undefined, { "aria-label": alt ? `Picture: ${alt}` : "Open the picture", class: "picture", data: { picture: "" } });
  way.append(image);
  return way;
}

function previews(message) {
  const list = message.card.previews;
  if (!list) return null;
  const wanted = openTabs.get(message.id) ?? message.tab;
  const first = list.find((one) => one.name === wanted) ?? list[0];
  const panel = el("div", { class: "preview" });
  showPreview(panel, first);
  if (list.length === 1) return panel;
  panel.id = `preview-${message.id}`;
  panel.setAttribute("role", "tabpanel");
  return el("div", { class: "previews" }, tabs(message.id, list, first, panel), panel);
}

function tabs(messageId, list, first, panel) {
  const made = list.map((one) =>
    el("button", {
      type: "button",
      role: "tab",
      class: "tab",
      text: one.problem ? `${one.label} ⚠️` : one.label,
      "aria-controls": panel.id,
      data: { tab: one.name },
      on: { click: () => choose(one) },
    }),
  );
  const choose = (one) => {
    openTabs.set(messageId, one.name);
    mark(one);
    showPreview(panel, one);
  };
  const mark = (one) =>
    list.forEach((other, index) => {
      made[index].setAttribute("aria-selected", String(other === one));
      made[index].tabIndex = other === one ? 0 : -1;
    });
  const step = (event) => {
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!move) return;
    event.preventDefault();
    const next = (made.indexOf(document.activeElement) + move + made.length) % made.length;
    choose(list[next]);
    made[next].focus();
  };
  mark(first);
  return el("div", { class: "tabs", role: "tablist", "aria-label": "Destinations", on: { keydown: step } }, ...made);
}

function showPreview(panel, preview) {
  const over = preview.count > preview.limit;
  const near = !over && preview.count > preview.limit * 0.9;
  const measure = el(
    "span",
    { class: `count ${over ? "over" : near ? "near" : ""}`, data: { count: preview.count }, title: `${preview.label} allows ${preview.limit}`, hidden: !preview.limit },
    `${preview.count.toLocaleString()} / ${preview.limit.toLocaleString()}`,
  );
  panel.dataset.preview = preview.name;
  panel.replaceChildren(
    el("p", { class: "words preview-text", dir: "auto", data: { text: "" } }, ...linked(preview.text)),
    el("p", { class: "preview-foot" }, el("span", { class: "preview-label", text: preview.label }), measure),
    preview.problem ? el("p", { class: "problem", data: { problem: "" }, text: preview.problem }) : "",
  );
}

function rows(card, press) {
  if (!card.rows) return null;
  return el("ul", { class: "rows", data: { rows: "" } }, ...card.rows.map((row) => el("li", { data: { row: row.label } }, drawRow(row, press))));
}

function drawRow(row, press) {
  const inside = [
    el("span", { class: "row-mark", text: row.mark }),
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
