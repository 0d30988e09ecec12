/** Text trees as elements. */

import { until } from "./moments.js";
import { el, momentOf, safeAddress } from "./page.js";

const TAGS = { bold: "strong", italic: "em", code: "code", quote: "blockquote", inserted: "ins", deleted: "del" };

/** The nodes of a text tree. */
export const nodes = (tree = []) => tree.map(node);

function node(span) {
  if (typeof span === "string") return document.createTextNode(span);
  if (span.as === "bullets") return el("ul", { class: "bullets" }, ...span.items.map((item) => el("li", {}, ...nodes(item))));
  if (span.as === "link") return link(span.url, span.text);
  if (span.as === "mention") return el("span", { class: "mention", text: span.text });
  if (span.as === "when") return el("time", { datetime: span.instant, title: `For you: ${momentOf(span.instant)}`, text: span.text });
  if (span.as === "until") return until(span.at);
  return el(TAGS[span.as] ?? "span", { text: span.text });
}

/** A link to another page, or its bare words when the address is none we follow. */
export function link(url, text, attributes = {}) {
  const href = safeAddress(url);
  return href ? el("a", { href, target: "_blank", rel: "noopener noreferrer", text, ...attributes }) : el("span", { text });
}

const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'’”]/g;

/** Plain words with the addresses in them made into links. */
export function linked(words) {
  const made = [];
  let from = 0;
  for (const found of words.matchAll(ADDRESS)) {
    made.push(words.slice(from, found.index), link(found[0], found[0]));
    from = found.index + found[0].length;
  }
  return [...made, words.slice(from)];
}
