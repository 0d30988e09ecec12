/** What people wrote and sent, as elements. */

import { el, icon } from "./page.js";
import { sentPicture } from "./pictures.js";
import { linked } from "./text.js";

/** The bubble of somebody's own words; `summary(id)` and `jump(id)` serve the message they answer. */
export function words({ text, files = [], reply_to: replyTo }, summary, jump) {
  const seen = files.filter(({ mime }) => /^(image|video)\//.test(mime));
  const others = files.filter((one) => !seen.includes(one));
  return el(
    "div",
    { class: "bubble", data: { words: "" } },
    replyTo ? el("button", { type: "button", class: "answers", data: { answers: replyTo }, on: { click: () => jump(replyTo) }, text: summary(replyTo) }) : null,
    seen.length ? el("div", { class: seen.length > 1 ? `pictures album of-${Math.min(seen.length, 4)}` : "pictures" }, ...seen.map(shown)) : null,
    ...others.map(({ url, name }) => el("a", { href: url, class: "file" }, icon("file"), el("span", { text: name }))),
    text ? el("p", { class: "words", dir: "auto" }, ...linked(text)) : null,
  );
}

const shown = (file) =>
  file.mime.startsWith("video/") ? el("video", { src: file.url, controls: true, preload: "metadata", "aria-label": file.name }) : sentPicture(file);
