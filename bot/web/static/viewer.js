/** Pictures full-screen: step through an album, look closer, read what they show. */

import { el, hook, icon } from "./page.js";

const CLOSER = 2.5;
const CLOSEST = 6;
const SWIPE = 60; // pixels that mean the next picture
const AWAY = 110; // pixels downwards that mean enough

/** Show these pictures, beginning with number `at`; the keyboard returns to `back` afterwards. */
export function view(pictures, at, back) {
  const dialog = hook("viewer");
  const image = el("img", { alt: "", draggable: "false", data: { viewed: "" } });
  const caption = el("p", { class: "viewer-caption", "aria-live": "polite", dir: "auto", data: { caption: "" } });
  const number = el("span", { class: "viewer-number", data: { number: "" } });
  const step = (name, label, by) => el("button", { type: "button", class: `viewer-button ${name}`, "aria-label": label, hidden: pictures.length < 2, on: { click: () => go(by) } }, icon(name));
  const zoom = el("button", { type: "button", class: "viewer-button", on: { click: () => scaleTo(scale > 1 ? 1 : CLOSER) }, data: { zoom: "" } }, icon("zoom"));
  const close = el("button", { type: "button", class: "viewer-button", "aria-label": "Close", on: { click: leave }, data: { viewerClose: "" } }, icon("close"));
  const stage = el("div", { class: "viewer-stage", on: { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up, wheel, dblclick } }, image);
  const fingers = new Map();
  let scale = 1;
  let shift = { x: 0, y: 0 };
  let start = null;

  dialog.replaceChildren(stage, el("div", { class: "viewer-bar" }, number, zoom, close), step("before", "The picture before", -1), step("next", "The next picture", 1), caption);
  dialog.onkeydown = key;
  dialog.onclose = () => {
    dialog.replaceChildren();
    if (back?.isConnected) back.focus({ preventScroll: true });
  };
  show();
  if (!dialog.open) dialog.showModal();
  close.focus();

  function show() {
    image.src = pictures[at].url;
    image.alt = caption.textContent = pictures[at].alt;
    caption.hidden = !pictures[at].alt;
    number.textContent = pictures.length > 1 ? `${at + 1} of ${pictures.length}` : "";
    scaleTo(1);
  }

  function go(by) {
    at = (at + by + pictures.length) % pictures.length;
    show();
  }

  function leave() {
    dialog.close();
  }

  /** Magnify around a point of the stage, which stays where it is. */
  function scaleTo(wanted, point = { x: 0, y: 0 }) {
    const next = Math.min(CLOSEST, Math.max(1, wanted));
    const grows = next / scale;
    shift = next === 1 ? { x: 0, y: 0 } : { x: point.x - (point.x - shift.x) * grows, y: point.y - (point.y - shift.y) * grows };
    scale = next;
    zoom.setAttribute("aria-label", scale > 1 ? "Fit the picture" : "Look closer");
    place();
  }

  function place() {
    image.style.transform = `translate(${shift.x}px, ${shift.y}px) scale(${scale})`;
    stage.classList.toggle("closer", scale > 1);
    dialog.dataset.scale = String(scale);
  }

  function fromMiddle({ clientX, clientY }) {
    const box = stage.getBoundingClientRect();
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
  }

  function key(event) {
    const does = { ArrowLeft: () => go(-1), ArrowRight: () => go(1), "+": () => scaleTo(scale * 1.5), "=": () => scaleTo(scale * 1.5), "-": () => scaleTo(scale / 1.5), 0: () => scaleTo(1) }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  }

  function wheel(event) {
    event.preventDefault();
    scaleTo(scale * (event.deltaY < 0 ? 1.15 : 1 / 1.15), fromMiddle(event));
  }

  function dblclick(event) {
    scaleTo(scale > 1 ? 1 : CLOSER, fromMiddle(event));
  }

  function down(event) {
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
    start = { x: event.clientX, y: event.clientY, shift, scale, apart: apart(), outside: event.target === stage };
    stage.classList.add("held");
  }

  function move(event) {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, event);
    const by = { x: event.clientX - start.x, y: event.clientY - start.y };
    if (fingers.size === 2) scaleTo((start.scale * apart()) / start.apart);
    else if (scale > 1) shift = { x: start.shift.x + by.x, y: start.shift.y + by.y };
    else shift = { x: pictures.length > 1 ? by.x : 0, y: Math.max(0, by.y) };
    place();
  }

  function up(event) {
    if (!fingers.delete(event.pointerId)) return;
    stage.classList.remove("held");
    if (scale > 1 || fingers.size) return;
    const { x, y } = shift;
    shift = { x: 0, y: 0 };
    if (pictures.length > 1 && Math.abs(x) > SWIPE && Math.abs(x) > y) go(x < 0 ? 1 : -1);
    else if (y > AWAY || (start.outside && Math.abs(x) + y < 4)) leave();
    else place();
  }

  function apart() {
    const [one, other] = [...fingers.values()];
    return other ? Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) : 1;
  }
}
