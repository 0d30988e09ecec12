/** The one card that stays in sight while it is scrolled away, as a line. */

import { drawBadge, drawButton } from "./card.js";
import { el } from "./page.js";
import { nodes } from "./text.js";

/** What the card is, how far it is, and its first button. */
export function drawPinned(card, { press, jump }) {
  return el(
    "div",
    { class: "column pinned-line" },
    el(
      "button",
      { type: "button", class: "pinned-words", data: { jump: "" }, on: { click: jump } },
      el("span", { class: "pinned-title" }, ...nodes(card.title)),
      card.badge ? drawBadge(card.badge) : null,
      card.rows ? el("span", { class: "marks", "aria-label": progress(card.rows), role: "img", text: card.rows.map((row) => row.mark).join("") }) : null,
    ),
    ...(card.buttons?.[0] ?? []).slice(0, 1).map((one) => drawButton(one, press)),
  );
}

function progress(rows) {
  const counted = new Map();
  rows.forEach((row) => counted.set(row.mark, (counted.get(row.mark) ?? 0) + 1));
  return [...counted].map(([mark, count]) => `${count} ${mark}`).join(", ");
}
