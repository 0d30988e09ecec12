/** How the line to the server is: a green point, or words about it once it has been gone for a while. */

import { hook } from "./page.js";

const PATIENCE = 1500;

let quiet = 0;

/** Hear that the line stands, or that it is broken. */
export function connected(stands) {
  const line = hook("connection");
  clearTimeout(quiet);
  if (stands) show(line, "on", "");
  else quiet = setTimeout(() => show(line, "off", "Reconnecting…"), PATIENCE);
}

function show(line, state, words) {
  line.dataset.connection = state;
  line.textContent = words;
}
