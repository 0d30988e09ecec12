/** The marks of states, drawn as signs in the colours of the page: the same on every device. */

import { el, icon } from "./page.js";

const SIGNS = {
  "🟡": ["dot", "wait", "waiting"],
  "✅": ["done", "good", "done"],
  "☑️": ["check", "good", "chosen"],
  "🗓️": ["calendar", "good", "scheduled"],
  "📅": ["calendar", "quiet", ""],
  "📤": ["send", "good", "on its way"],
  "🔎": ["lens", "warn", "being checked"],
  "❓": ["question", "warn", "needs an answer"],
  "⚠️": ["warning", "bad", "attention"],
  "⏰": ["clock", "bad", "missed"],
  "⌛": ["clock", "warn", "not decided in time"],
  "⏭️": ["skip", "quiet", "skipped"],
  "🚫": ["ban", "quiet", "cancelled"],
  "🗑️": ["bin", "quiet", "removed"],
  "▫️": ["ring", "quiet", "planned"],
  "✍️": ["pencil", "quiet", "being drafted"],
  "🟢": ["dot", "good", "fine"],
  "🔴": ["dot", "bad", "trouble"],
  "⚪": ["ring", "quiet", "off"],
  "⏸️": ["pause", "quiet", "paused"],
  "🕘": ["clock", "quiet", ""],
  "🔔": ["bell", "quiet", ""],
  "🏷️": ["tag", "quiet", ""],
  "💬": ["bubble", "quiet", ""],
  "💓": ["pulse", "quiet", ""],
  "🔁": ["repeat", "quiet", ""],
  "ℹ️": ["info", "quiet", ""],
};
const PLAIN = new Map(Object.entries(SIGNS).map(([mark, sign]) => [bare(mark), sign]));

/** How a mark feels: wait, good, warn, bad or quiet. */
export const toneOf = (mark) => PLAIN.get(bare(mark))?.[1] ?? "quiet";

/** What a mark says, in a word, or the mark itself. */
export const wordOf = (mark) => PLAIN.get(bare(mark))?.[2] ?? mark;

/** The sign of a mark; `spoken` where no word beside it says the same. */
export function drawMark(mark, { spoken = false } = {}) {
  const [name, tone, word] = PLAIN.get(bare(mark)) ?? [];
  const heard = spoken && word ? { role: "img", "aria-label": word } : { "aria-hidden": "true" };
  return el("span", { class: `mark ink-${tone ?? "quiet"}`, ...heard }, name ? icon(name) : mark);
}

/** Without the selector that some senders put behind a mark and some do not. */
function bare(mark) {
  return mark.replaceAll("\uFE0F", "");
}
