/** What goes out where: one tab per destination, its exact words, its pictures, its count. */

import { counter } from "./counter.js";
import { el, icon } from "./page.js";
import { drawPictures } from "./pictures.js";
import { linked } from "./text.js";

const openTabs = new Map(); // message id → the preview the reader chose
const NAME = /^[a-z0-9_-]{0,40}$/;

/** The name of the preview that is open on this message, or an empty text. */
export function openTab(message) {
  const open = message?.card?.previews && opened(message);
  return open && NAME.test(open.name) ? open.name : "";
}

const opened = ({ id, tab, card: { previews } }) => previews.find((one) => one.name === (openTabs.get(id) ?? tab)) ?? previews[0];

/** The pictures and the words of a message's card. */
export function drawMain(message) {
  const { previews, pictures } = message.card;
  if (!previews) return el("div", { class: "card-main" }, drawPictures(pictures));
  const main = el("div", { class: "card-main" });
  const panel = el("div", { class: "preview" });
  const show = (preview) => {
    const seen = preview.pictures ?? pictures;
    main.querySelector(".pictures")?.remove();
    if (seen) main.prepend(drawPictures(seen));
    fill(panel, preview);
  };
  if (previews.length === 1) main.append(panel);
  else {
    panel.id = `preview-${message.id}`;
    panel.setAttribute("role", "tabpanel");
    main.append(el("div", { class: "previews" }, tabs(message, panel, show), panel));
  }
  show(opened(message));
  return main;
}

function tabs(message, panel, show) {
  const list = message.card.previews;
  const made = list.map((one) => drawTab(one, message.id, panel.id, () => choose(one)));
  const box = el("div", { class: "tabs", role: "tablist", "aria-label": "Destinations", on: { keydown: step, scroll: fade } }, ...made);
  const mark = (chosen) =>
    list.forEach((one, index) => {
      made[index].setAttribute("aria-selected", String(one === chosen));
      made[index].tabIndex = one === chosen ? 0 : -1;
      if (one === chosen) panel.setAttribute("aria-labelledby", made[index].id);
    });
  function choose(one) {
    openTabs.set(message.id, one.name);
    mark(one);
    show(one);
    bringIn(box, made[list.indexOf(one)]);
  }
  function step(event) {
    const at = made.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: made.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const to = (next + made.length) % made.length;
    choose(list[to]);
    made[to].focus({ preventScroll: true });
  }
  function fade() {
    box.classList.toggle("more-before", box.scrollLeft > 4);
    box.classList.toggle("more-after", box.scrollWidth - box.clientWidth - box.scrollLeft > 4);
  }
  new ResizeObserver(fade).observe(box);
  mark(opened(message));
  requestAnimationFrame(() => bringIn(box, made[list.indexOf(opened(message))]));
  return box;
}

const drawTab = (one, messageId, panelId, choose) =>
  el(
    "button",
    {
      type: "button",
      role: "tab",
      id: `tab-${messageId}-${one.name}`,
      class: one.note ? "tab apart" : "tab",
      title: one.problem || one.note || null,
      "aria-controls": panelId,
      data: { tab: one.name },
      on: { click: choose },
    },
    el("span", { text: one.label }),
    one.problem ? el("span", { class: "mark ink-bad", role: "img", "aria-label": "has a problem" }, icon("warning")) : null,
    one.note && !one.problem ? el("span", { class: "visually-hidden", text: "not connected" }) : null,
  );

/** Scroll the row, and nothing else, until the tab is wholly in it. */
function bringIn(box, tab) {
  const room = 36;
  const before = tab.offsetLeft - box.offsetLeft - room;
  const after = before + tab.offsetWidth + room * 2 - box.clientWidth;
  if (box.scrollLeft > before) box.scrollLeft = before;
  else if (box.scrollLeft < after) box.scrollLeft = after;
}

function fill(panel, preview) {
  const count = counter({ data: { count: preview.count }, title: `${preview.label} allows ${preview.limit.toLocaleString()}` });
  panel.dataset.preview = preview.name;
  panel.replaceChildren(
    el("p", { class: "words preview-text", dir: "auto", data: { text: "" } }, ...linked(preview.text)),
    el("p", { class: "preview-foot" }, el("span", { class: "preview-label", text: preview.label }), count.show(preview.count, preview.limit)),
    preview.problem ? el("p", { class: "problem", data: { problem: "" } }, icon("warning"), el("span", { text: preview.problem })) : "",
    preview.note ? el("p", { class: "note", data: { note: "" } }, icon("info"), el("span", { text: preview.note })) : "",
  );
}
