/** A question before something that cannot be undone, asked where the reader is. */

import { drawButtons } from "./card.js";
import { el, hook } from "./page.js";
import { nodes } from "./text.js";

const NO = "no"; // puts the question away, in the log as well

/** Ask what the card of this message asks. `press(packed, button)` hears the answer. */
export function confirm(message, press) {
  const { card } = message;
  const dialog = hook("confirm");
  const back = document.activeElement;
  const leave = () => {
    dialog.close();
    dialog.replaceChildren();
    if (back?.isConnected) back.focus({ preventScroll: true });
  };
  const answer = (packed, button) => {
    leave();
    press(packed, button);
  };
  const no = card.buttons.flat().find((one) => one.press?.split(":")[0] === NO);
  const decline = () => (no ? answer(no.press) : leave());
  dialog.replaceChildren(
    el(
      "div",
      { class: "question", tabindex: "-1", autofocus: true },
      el("p", { class: "words", id: "confirm-words", dir: "auto" }, ...nodes(card.body)),
      drawButtons(card.buttons, answer),
      no ? null : el("button", { type: "button", class: "button tone-quiet", text: "Not now", data: { leave: "" }, on: { click: leave } }),
    ),
  );
  dialog.oncancel = (event) => {
    event.preventDefault();
    decline();
  };
  dialog.onclick = (event) => event.target === dialog && decline();
  if (!dialog.open) dialog.showModal();
}
