/** Finding what somebody means by a few of its letters. */

/** Which letters of `text` carry the `wanted` ones, in order, and how well; null when they are not all there. */
export function match(wanted, text) {
  const letters = [...wanted.toLowerCase().replaceAll(/\s+/g, "")];
  const within = text.toLowerCase();
  const whole = within.indexOf(wanted.toLowerCase().trim());
  if (whole >= 0) return { score: whole === 0 ? 100 : startsWord(within, whole) ? 80 : 60, at: letters.length ? range(whole, wanted.trim().length) : [] };
  const at = [];
  let from = 0;
  let score = 0;
  for (const letter of letters) {
    const found = within.indexOf(letter, from);
    if (found < 0) return null;
    score += startsWord(within, found) ? 6 : found === from ? 4 : 1;
    at.push(found);
    from = found + 1;
  }
  return at.at(-1) - at[0] > letters.length * 4 ? null : { score: Math.min(score, 50), at };
}

const startsWord = (text, index) => index === 0 || /[\s/_-]/.test(text[index - 1]);

const range = (from, length) => Array.from({ length }, (_, index) => from + index);
