/** The few things every part of the page needs: making elements, naming places, saying times. */

/** Make an element. Text goes in as text, never as markup; `on` holds listeners, `data` its hooks. */
export function el(tag, { text, on = {}, data = {}, ...attributes } = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  Object.assign(node.dataset, data);
  for (const [name, listener] of Object.entries(on)) node.addEventListener(name, listener);
  if (text !== undefined) node.textContent = text;
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** The one element that carries this hook. */
export const hook = (name) => document.querySelector(`[data-${name}]`);

const SVG = "http://www.w3.org/2000/svg";

/** One of the page's drawn signs. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** An address we may follow, or null. */
export function safeAddress(url) {
  try {
    const parsed = new URL(url, location.origin);
    return ["http:", "https:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short", hourCycle: "h23" });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

export const timeOf = (iso) => clock.format(new Date(iso));
export const momentOf = (iso) => fullTime.format(new Date(iso));
export const dayKey = (iso) => new Date(iso).toDateString();

/** "Today", "Yesterday" or the day by name, in the reader's zone. */
export function dayName(iso) {
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  if (dayKey(iso) === new Date().toDateString()) return "Today";
  if (dayKey(iso) === yesterday.toDateString()) return "Yesterday";
  return longDay.format(new Date(iso));
}

/** The whole text of a text tree. */
export const plain = (tree = []) => tree.map((span) => (typeof span === "string" ? span : (span.text ?? span.items.map(plain).join(" ")))).join("");

let scope = "";

/** Keep things apart from those of other chats. */
export const keepFor = (chat) => (scope = chat);

/** What is kept for this chat in a storage; a browser that keeps nothing still works. */
class Kept {
  constructor(storage) {
    this.storage = storage;
  }

  get(name) {
    try {
      return JSON.parse(this.storage().getItem(`greenlight.${scope}.${name}`));
    } catch {
      return null;
    }
  }

  set(name, value) {
    try {
      const key = `greenlight.${scope}.${name}`;
      if (value === null) this.storage().removeItem(key);
      else this.storage().setItem(key, JSON.stringify(value));
    } catch {
      return;
    }
  }
}

export const kept = new Kept(() => localStorage);
export const keptInTab = new Kept(() => sessionStorage);
