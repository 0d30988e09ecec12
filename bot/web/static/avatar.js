/** Who speaks, as a small sign: Greenlight's own, or the first letters of a name in a colour of its own. */

import { el } from "./page.js";

/** The sign of Greenlight, or of a person by name. */
export function avatar(name) {
  if (!name) return el("span", { class: "avatar", "aria-hidden": "true" });
  const sign = el("span", { class: "avatar person", "aria-hidden": "true", text: initials(name) });
  sign.style.setProperty("--hue", String(hueOf(name)));
  return sign;
}

function initials(name) {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...word][0] ?? "");
  return letters.join("").toLocaleUpperCase();
}

function hueOf(name) {
  let hue = 7;
  for (const letter of name) hue = (hue * 31 + letter.codePointAt(0)) % 360;
  return hue;
}
