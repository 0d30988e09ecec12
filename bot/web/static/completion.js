/** Commands offered while one is being typed, those used lately first. */

import { match } from "./fuzzy.js";
import { el, hook, kept } from "./page.js";

const SHOWN = 8;
const REMEMBERED = 4;

/** The list above the input. `chosen(name)` hears which command the reader took. */
export class Completion {
  constructor(input, chosen) {
    this.input = input;
    this.chosen = chosen;
    this.list = hook("completion");
    this.commands = [];
    this.found = [];
    this.at = -1;
  }

  get open() {
    return !this.list.hidden;
  }

  /** Note that a command was sent, so that it comes first next time. */
  used(text) {
    const name = /^\/([\w-]+)/.exec(text)?.[1].toLowerCase();
    if (this.commands.some((one) => one.name === name)) kept.set("recent", [name, ...this.recent().filter((one) => one !== name)].slice(0, REMEMBERED));
  }

  recent() {
    return kept.get("recent") ?? [];
  }

  /** Offer what fits the text, as long as it is the beginning of a command. */
  suit(text) {
    const word = /^\/([\w-]*)$/.exec(text)?.[1].toLowerCase();
    this.found = word === undefined ? [] : this.fitting(word);
    this.list.replaceChildren(...this.found.map((command, index) => this.line(command, index, word)));
    this.list.hidden = !this.found.length;
    this.select(this.found.length ? 0 : -1);
  }

  fitting(word) {
    const recent = this.recent();
    const age = ({ name }) => (recent.includes(name) ? recent.indexOf(name) : REMEMBERED);
    if (!word) return [...this.commands].sort((one, other) => age(one) - age(other));
    const fit = this.commands.flatMap((one) => {
      const found = match(word, one.name);
      return found ? [{ one, score: found.score - age(one) / 10 }] : [];
    });
    return fit
      .sort((one, other) => other.score - one.score)
      .slice(0, SHOWN)
      .map(({ one }) => one);
  }

  line({ name, help }, index, word) {
    const lately = !word && this.recent().includes(name);
    return el(
      "li",
      { role: "option", id: `completion-${index}`, data: { option: name }, on: { mousedown: (event) => event.preventDefault(), click: () => this.take(index) } },
      el("span", { class: "command", text: `/${name}` }),
      el("span", { class: "command-help", text: help }),
      lately ? el("span", { class: "command-lately", text: "lately" }) : null,
    );
  }

  select(index) {
    this.at = index;
    [...this.list.children].forEach((line, each) => line.setAttribute("aria-selected", String(each === index)));
    const line = this.list.children[index];
    if (line) this.input.setAttribute("aria-activedescendant", line.id);
    else this.input.removeAttribute("aria-activedescendant");
    line?.scrollIntoView({ block: "nearest" });
  }

  take(index) {
    const { name } = this.found[index];
    this.close();
    this.chosen(name);
  }

  close() {
    this.list.hidden = true;
    this.select(-1);
  }

  /** Handle a key; true when it was meant for the list. */
  key(event, text) {
    if (!this.open) return false;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) this.select((this.at + move + this.found.length) % this.found.length);
    else if (event.key === "Tab") this.take(this.at);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.found[this.at]?.name !== text.slice(1)) this.take(this.at);
    else return false;
    event.preventDefault();
    return true;
  }
}
