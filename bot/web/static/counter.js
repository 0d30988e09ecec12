/** How much of a limit is used: a ring that fills and a number that colours before the limit. */

import { el } from "./page.js";

const NEAR = 0.9;
const SVG = "http://www.w3.org/2000/svg";

/** A counter for this label; `show(used, limit)` sets it, a limit of 0 hides it. */
export function counter({ label = "", data = {}, title } = {}) {
  const fill = circle("fill");
  const ring = document.createElementNS(SVG, "svg");
  ring.setAttribute("viewBox", "0 0 20 20");
  ring.setAttribute("class", "count-ring");
  ring.setAttribute("aria-hidden", "true");
  ring.append(circle("track"), fill);
  const number = el("span", { data });
  const node = el("span", { class: "count", title }, ring, label ? el("span", { class: "count-label", text: label }) : null, number);
  return {
    node,
    show(used, limit) {
      const share = limit ? used / limit : 0;
      number.textContent = `${used.toLocaleString()} / ${limit.toLocaleString()}`;
      fill.setAttribute("stroke-dasharray", `${Math.min(share, 1) * 100} 100`);
      node.classList.toggle("over", share > 1);
      node.classList.toggle("near", share <= 1 && share > NEAR);
      node.hidden = !limit;
      return node;
    },
  };
}

function circle(name) {
  const made = document.createElementNS(SVG, "circle");
  for (const [key, value] of Object.entries({ class: name, cx: 10, cy: 10, r: 8, pathLength: 100 })) made.setAttribute(key, value);
  return made;
}
