/** Commands offered while one is being typed. */

import { el, hook } from "./page.js";

const SHOWN = 8;

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

  /** Offer what fits the text, as long as it is the beginning of a command. */
  suit(text) {
    const word = /^\/([\w-]*)$/.exec(text)?.[1].toLowerCase();
    this.found = word === undefined ? [] : this.fitting(word);
    this.list.replaceChildren(...this.found.map((command, index) => this.line(command, index)));
    this.list.hidden = !this.found.length;
    this.select(this.found.length ? 0 : -1);
  }

  fitting(word) {
    const begin = this.commands.filter((one) => one.name.startsWith(word));
    const inside = this.commands.filter((one) => !one.name.startsWith(word) && word && one.name.includes(word));
    return word ? [...begin, ...inside].slice(0, SHOWN) : begin;
  }

  line({ name, help }, index) {
    return el(
      "li",
      { role: "option", id: `completion-${index}`, data: { option: name }, on: { mousedown: (event) => event.preventDefault(), click: () => this.take(index) } },
      el("span", { class: "command", text: `/${name}` }),
      el("span", { class: "command-help", text: help }),
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
