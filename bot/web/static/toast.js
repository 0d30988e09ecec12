/** Short remarks that pass. */

import { el, hook, icon } from "./page.js";

const STAYS = 6000;
const MOST = 2;

/** Show a remark; `bad` ones stay until they are read or closed. */
export function toast(text, { bad = false } = {}) {
  const note = el(
    "p",
    { class: bad ? "toast bad" : "toast", role: bad ? "alert" : null, data: { toast: "" } },
    el("span", { text }),
    el("button", { type: "button", class: "toast-close", "aria-label": "Close", on: { click: () => note.remove() } }, icon("close")),
  );
  let timer = setTimeout(() => note.remove(), bad ? STAYS * 2 : STAYS);
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", () => (timer = setTimeout(() => note.remove(), STAYS / 2)));
  const open = document.querySelector("dialog[open]");
  const home = open?.querySelector("[data-dialog-toasts]") ?? hook("toasts");
  home.append(note);
  while (home.children.length > MOST) home.firstElementChild.remove();
}
