/** One question of a dialog: its label, what to enter it with, its counts, and what is wrong with the answer. */

import { counter } from "./counter.js";
import { measured } from "./measures.js";
import { el } from "./page.js";
import { shapes } from "./shapes.js";

const FULL = 0.8; // from this share of its limit on, a one-line field counts too
const FEW = 20; // below this limit counting says nothing

/** Which word stands beside a label: what fewer fields are, required or optional, is said; what all are is not. */
export function remarkOn(fields) {
  const required = fields.filter((field) => field.required).length;
  if (required === 0 || required === fields.length) return () => "";
  return required * 2 < fields.length ? (field) => (field.required ? "required" : "") : (field) => (field.required ? "" : "optional");
}

/** Draw a field with this value in it; the answer reads it, checks it and shows what was refused. */
export function drawField(field, value, remark) {
  const id = `field-${field.name}`;
  const shape = shapes[field.kind] ?? shapes.text;
  const error = el("p", { class: "field-error", id: `${id}-error`, data: { error: field.name }, hidden: true });
  const described = [field.hint ? `${id}-hint` : "", `${id}-error`].filter(Boolean).join(" ");
  const made = shape(field, value, { id, name: field.name, "aria-describedby": described, required: field.required, data: { field: field.name } });
  const { input, counted = false } = made;
  const count = counted ? countOf(field, input) : null;
  const label = made.group ? el("span", { class: "label", id: `${id}-label`, text: field.label }) : el("label", { class: "label", for: id, text: field.label });
  const read = made.read ?? (() => input.value);
  return {
    name: field.name,
    input,
    read,
    secret: field.kind === "secret",
    chosen: made.chosen ?? (() => false),
    send: made.send ?? (async () => read()),
    node: el(
      "div",
      { class: "field", data: { fieldBox: field.name } },
      el("div", { class: "label-line" }, label, remark ? el("span", { class: "remark", text: remark }) : null, count),
      field.hint ? el("p", { class: "hint", id: `${id}-hint`, text: field.hint }) : null,
      made.node,
      field.measures?.length ? measured(field.measures, input) : null,
      field.kind !== "choice" && field.choices.length ? suggestions(field, input) : null,
      error,
    ),
    problem() {
      if (field.required && !(made.filled ? made.filled() : read().trim())) return "Please fill this in.";
      if (input.validity?.patternMismatch) return made.pattern ?? "Please write it as shown.";
      const used = [...read()].length;
      return counted && used > field.limit ? `That is ${used.toLocaleString()} characters; ${field.limit.toLocaleString()} are possible.` : "";
    },
    refuse(sentence) {
      error.textContent = sentence;
      error.hidden = !sentence;
      input.setAttribute("aria-invalid", String(Boolean(sentence)));
      return Boolean(sentence);
    },
  };
}

function countOf(field, input) {
  const count = counter({ data: { fieldCount: field.name } });
  const recount = () => {
    const used = [...input.value].length;
    count.show(used, field.limit);
    count.node.hidden = field.measures?.length > 0 || (field.kind !== "long" && (used < field.limit * FULL || (field.limit < FEW && used <= field.limit)));
  };
  input.addEventListener("input", recount);
  recount();
  return count.node;
}

const suggestions = (field, input) =>
  el(
    "div",
    { class: "suggestions", "aria-label": "Suggestions", role: "group" },
    ...field.choices.map((choice) =>
      el("button", { type: "button", class: "chip", text: choice.label, data: { suggest: choice.value }, on: { click: () => suggest(input, choice.value) } }),
    ),
  );

function suggest(input, value) {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.focus();
}
