/** Pressing the buttons of messages. */

import { newEventId, patiently, post } from "./net.js";
import { openTab } from "./previews.js";
import { toast } from "./toast.js";

/** Makes the function that presses a button of a message. `answered` hears what came of it, `log` shows what answers. */
export function presser({ log, waiting, answered }) {
  return async function press(message, packed, button) {
    if (button?.ariaDisabled === "true") return;
    const same = document.querySelectorAll(`[data-press="${CSS.escape(packed)}"]`);
    const question = { event_id: newEventId(), message: message.id, press: packed, tab: openTab(message) };
    same.forEach((one) => (one.ariaDisabled = "true"));
    button?.classList.add("busy");
    waiting().asked(question.event_id);
    try {
      const answer = await patiently(() => post("/api/press", question));
      answered(answer);
      if (answer.said.length) log().whenHere(answer.said[0], answeredBy);
    } catch (refusal) {
      toast(refusal.sentence ?? "That did not work. Try again.", { bad: true });
    } finally {
      same.forEach((one) => (one.ariaDisabled = null));
      button?.classList.remove("busy");
      waiting().answered(question.event_id);
    }

    /** A question that needs a yes is asked at once, anything else is brought into sight. */
    async function answeredBy(answer) {
      if (answer.card?.kind !== "confirm" || !answer.card.buttons) return log().bringUp(answer.id);
      const { confirm } = await import("./confirm.js");
      return confirm(answer, (chosen, pressed) => press(answer, chosen, pressed));
    }
  };
}
