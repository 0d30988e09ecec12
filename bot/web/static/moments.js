/** Words for how long it is until a moment, kept true while the page is open. */

import { el, momentOf } from "./page.js";

const EVERY = 30_000;
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

let ahead = 0; // milliseconds by which the server's clock is ahead of this device's

/** Go by the server's clock, which says that it is `iso` now. */
export const setNow = (iso) => (ahead = new Date(iso) - Date.now());

/** "in 2 h 30 min", "5 min ago": the words of the server for the same span. */
export function inWords(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  const size = sizeOf(Math.abs(seconds));
  return seconds >= 0 ? `in ${size}` : `${size} ago`;
}

function sizeOf(seconds) {
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  const minutes = Math.floor(seconds / MINUTE) % 60;
  if (seconds < DAY) return withRest(`${Math.floor(seconds / HOUR)} h`, minutes && `${minutes} min`);
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor(seconds / HOUR) % 24;
  return withRest(`${days} d`, days < 3 && hours && `${hours} h`);
}

const withRest = (size, rest) => (rest ? `${size} ${rest}` : size);

/** The element that says how long it is until that moment. */
export const until = (iso) => el("time", { datetime: iso, title: `For you: ${momentOf(iso)}`, text: fromNow(iso), data: { until: iso } });

const fromNow = (iso) => inWords(new Date(iso) - Date.now() - ahead);

setInterval(() => document.querySelectorAll("[data-until]").forEach((one) => (one.textContent = fromNow(one.dataset.until))), EVERY);
