/** What people wrote and sent, as elements. */

import { el } from "./page.js";
import { linked } from "./text.js";

/** The bubble of somebody's own words; `summary(id)` and `jump(id)` serve the message they answer. */
export function words({ text, files = [], reply_to: replyTo }, summary, jump) {
  return el(
    "div",
    { class: "bubble", data: { words: "" } },
    replyTo ? el("button", { type: "button", class: "answers", data: { answers: replyTo }, on: { click: () => jump(replyTo) }, text: summary(replyTo) }) : null,
    files.length ? el("div", { class: files.length > 1 ? "pictures album" : "pictures" }, ...files.map(file)) : null,
    text ? el("p", { class: "words", dir: "auto" }, ...linked(text)) : null,
  );
}

function file({ url, name, mime }) {
  if (mime.startsWith("image/")) return el("img", { src: url, alt: name, class: "sent-picture" });
  if (mime.startsWith("video/")) return el("video", { src: url, controls: true, preload: "metadata", "aria-label": name });
  return el("a", { href: url, class: "file", text: `📄 ${name}` });
}
