/** Live counts of what is being written, as each destination counts it. */

import { counter } from "./counter.js";
import { post } from "./net.js";
import { el } from "./page.js";

const REST = 250; // milliseconds without a letter, after which the server is asked

/** A line of counters below this input, one for each of the `measures` (name, label, limit). */
export function measured(measures, input) {
  const counters = measures.map((one) => ({ ...one, ...counter({ label: one.label, data: { measure: one.name }, title: `${one.label} allows ${one.limit.toLocaleString()}` }) }));
  const names = measures.map((one) => one.name);
  let timer = 0;
  let asked = 0;

  async function count() {
    const turn = ++asked;
    try {
      const counts = await post("/api/measure", { text: input.value, names });
      if (turn === asked) counters.forEach(({ name, limit, show }) => show(counts[name] ?? 0, limit));
    } catch {
      // The counts of before stay; the server has the last word when the form is sent.
    }
  }

  counters.forEach(({ limit, show }) => show([...input.value].length, limit));
  count();
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(count, REST);
  });
  return el("div", { class: "measures", role: "group", "aria-label": "Length at each destination" }, ...counters.map(({ node }) => node));
}
