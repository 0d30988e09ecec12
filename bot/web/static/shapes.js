/** What a field is entered with, by its kind. Each shape answers `{node, input}` and how to read and send it. */

import { chosenFiles } from "./files.js";
import { el } from "./page.js";

const SHORT = 20; // characters; a field for fewer is drawn narrow
const MOMENT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
const CLOCK = "([01]?[0-9]|2[0-3]):[0-5][0-9]"; // 24 hours, as everywhere in the chat
const COLOUR = "#?[0-9a-fA-F]{6}";

const typed =
  (type, { pattern, ...more } = {}) =>
  (field, value, attributes) => {
    const input = el("input", { ...attributes, type, autocomplete: "off", class: field.limit < SHORT ? "short" : null, ...more });
    input.value = value;
    return { node: input, input, counted: type === "text", pattern };
  };

export const shapes = {
  text: typed("text"),
  secret: typed("password"),
  time: (field, value, attributes) =>
    typed("text", { pattern: "Write it with hours and minutes, for example 18:30." })(field, value, { ...attributes, pattern: CLOCK, placeholder: "HH:MM", maxlength: "5" }),
  moment(field, value, attributes) {
    if (field.choices.length || (value && !MOMENT.test(value))) return typed("text")(field, value, attributes);
    return typed("datetime-local")(field, value.replace(" ", "T").slice(0, 16), attributes);
  },
  long(field, value, attributes) {
    const input = el("textarea", { ...attributes, rows: "6", dir: "auto" });
    input.value = value;
    return { node: input, input, counted: true };
  },
  choice(field, value, { data }) {
    const made = field.choices.map((choice) => {
      const radio = el("input", { type: "radio", name: field.name, value: choice.value });
      radio.checked = choice.value === value;
      return { radio, node: el("label", { class: "choice", data: { choice: choice.value } }, radio, el("span", { text: choice.label })) };
    });
    const node = el("div", { class: "choices", role: "radiogroup", "aria-labelledby": `field-${field.name}-label`, data }, ...made.map((one) => one.node));
    return { node, group: true, input: made[0]?.radio ?? node, read: () => made.find((one) => one.radio.checked)?.radio.value ?? "" };
  },
  colour(field, value, attributes) {
    const input = el("input", { ...attributes, type: "text", pattern: COLOUR, placeholder: "#1a2b3c", maxlength: "7", autocomplete: "off", spellcheck: "false", class: "short" });
    const swatch = el("input", { type: "color", class: "swatch", "aria-label": `Choose: ${field.label}`, data: { swatch: field.name } });
    const none = el("button", { type: "button", class: "text-button", text: "No colour", data: { noColour: field.name }, on: { click: () => set("") } });
    const node = el("div", { class: "colour" }, swatch, input, none);
    const read = () => input.value.trim().replace(/^#?(?=.)/, "#").toLowerCase();
    const mirror = () => {
      const whole = /^#[0-9a-f]{6}$/.test(read());
      if (whole) swatch.value = read();
      swatch.classList.toggle("empty", !whole);
      none.hidden = !input.value || field.required;
    };
    const set = (colour) => {
      input.value = colour;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.focus();
    };
    input.value = value;
    input.addEventListener("input", mirror);
    swatch.addEventListener("input", () => (input.value = swatch.value));
    swatch.addEventListener("input", mirror);
    mirror();
    return { node, input, read, pattern: "Write a colour as # and six digits, for example #1a7f5a." };
  },
  files: chosenFiles,
};
