/** Everything within reach of a few letters: commands, posts that wait, the look of the page, the way out. */

import { match } from "./fuzzy.js";
import { el, hook, icon } from "./page.js";

const MOST = 80;

/** Open the list. Each of the `items` has a `group`, a `label`, a `help`, an `icon` and what it does: `run()`. */
export function openPalette(items) {
  const dialog = hook("palette");
  const back = document.activeElement;
  const input = el("input", {
    type: "text",
    role: "combobox",
    class: "palette-input",
    placeholder: "Search commands and posts",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": "Search commands and posts",
    "aria-expanded": "true",
    "aria-controls": "palette-list",
    "aria-autocomplete": "list",
    data: { paletteInput: "" },
    on: { input: suit },
  });
  const list = el("div", { class: "palette-list", id: "palette-list", role: "listbox", "aria-label": "Found", tabindex: "-1" });
  const none = el("p", { class: "palette-none", role: "status", hidden: true, text: "Nothing fits. Other words?" });
  let found = [];
  let at = 0;

  dialog.replaceChildren(el("div", { class: "palette-line" }, icon("search"), input, el("kbd", { text: "Esc", "aria-hidden": "true" })), list, none);
  dialog.onkeydown = key;
  dialog.onclick = (event) => event.target === dialog && leave();
  dialog.onclose = () => dialog.replaceChildren();
  suit();
  if (!dialog.open) dialog.showModal();
  input.focus();

  function leave() {
    dialog.close();
    if (back?.isConnected && back !== document.body) back.focus({ preventScroll: true });
    else hook("input").focus({ preventScroll: true });
  }

  function suit() {
    found = sought(items, input.value);
    at = 0;
    const lines = found.map(({ item, letters }, index) => line(item, letters, index));
    list.replaceChildren(...grouped(found, lines));
    none.hidden = found.length > 0;
    list.hidden = !found.length;
    select(0);
  }

  function line(item, letters, index) {
    return el(
      "div",
      { class: "palette-item", role: "option", id: `palette-${index}`, data: { item: item.label }, on: { click: () => take(index), pointermove: () => at !== index && select(index) } },
      icon(item.icon),
      el("span", { class: "palette-label" }, ...lit(item.label, letters)),
      el("span", { class: "palette-help", text: item.help ?? "" }),
    );
  }

  function select(index) {
    at = index;
    list.querySelectorAll("[role=option]").forEach((one, each) => one.setAttribute("aria-selected", String(each === at)));
    const chosen = list.querySelector(`#palette-${at}`);
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  function take(index) {
    const { item } = found[index];
    leave();
    item.run();
  }

  function key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) select((at + step + found.length) % found.length);
    else if (event.key === "Enter" && found[at] && !event.isComposing) take(at);
    else return;
    event.preventDefault();
  }
}

function sought(items, wanted) {
  if (!wanted.trim()) return together(items.map((item) => ({ item, letters: [] })));
  const scored = items.flatMap((item) => {
    const byName = match(wanted, item.label);
    const byHelp = item.help ? match(wanted, item.help) : null;
    if (byName) return [{ item, letters: byName.at, score: byName.score + 10 }];
    return byHelp && byHelp.score >= 60 ? [{ item, letters: [], score: byHelp.score - 30 }] : [];
  });
  return together(scored.sort((one, other) => other.score - one.score));
}

/** Those of a group side by side, the group with the best one first. */
function together(found) {
  return [...byGroup(found, (one) => one).values()].flat().slice(0, MOST);
}

function byGroup(found, kept) {
  const groups = new Map();
  found.forEach((one, index) => groups.set(one.item.group, [...(groups.get(one.item.group) ?? []), kept(one, index)]));
  return groups;
}

/** The lines under the names of their groups. */
function grouped(found, lines) {
  return [...byGroup(found, (_, index) => lines[index])].map(([name, own], index) =>
    el("div", { role: "group", "aria-labelledby": `palette-group-${index}` }, el("p", { class: "palette-group", id: `palette-group-${index}`, role: "presentation", text: name }), ...own),
  );
}

/** A label with the letters that were meant standing out. */
function lit(label, letters) {
  const marked = new Set(letters);
  return [...label].map((letter, index) => (marked.has(index) ? el("b", { text: letter }) : letter));
}
