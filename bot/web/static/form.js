/** Questions as a dialog: nothing entered is lost until it was accepted. */

import { newEventId, patiently, post } from "./net.js";
import { el, hook, keptInTab } from "./page.js";

const FULL = 0.8; // from this share of its limit on, a one-line field counts too
const FEW = 20; // below this limit counting says nothing
const MOMENT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/** Open a dialog for this form. `answered(answer)` hears what came of it. */
export function openForm(form, answered, values = {}) {
  const dialog = hook("dialog");
  const back = document.activeElement;
  const remark = remarkOn(form.fields);
  const fields = form.fields.map((field) => drawField(field, values[field.name] ?? field.value, remark(field)));
  const whole = el("p", { class: "field-error", role: "alert", data: { error: "" }, hidden: true });
  const waiting = el("p", { class: "hint", role: "status", data: { waiting: "" }, hidden: true, text: "Waiting for the connection…" });
  const submit = el("button", { type: "submit", class: "button tone-good", text: form.submit, data: { submit: "" } });
  const leave = el("button", { type: "button", class: "button tone-quiet", text: "Cancel", data: { cancel: "" }, on: { click: ask } });
  const really = el(
    "div",
    { class: "really", role: "alertdialog", "aria-label": "Discard what you entered?", data: { really: "" }, hidden: true },
    el("span", { text: "Discard what you entered?" }),
    el("button", { type: "button", class: "button tone-bad", text: "Discard", data: { discard: "" }, on: { click: close } }),
    el("button", { type: "button", class: "button tone-quiet", text: "Keep editing", data: { keep: "" }, on: { click: stay } }),
  );
  const body = el(
    "form",
    { method: "dialog", novalidate: true, data: { form: form.name } },
    el("h2", { id: "dialog-title", text: form.title }),
    el("div", { class: "fields" }, whole, ...fields.map((field) => field.node)),
    el("div", { class: "sheet-foot" }, really, waiting, el("div", { class: "button-line" }, leave, submit)),
    el("div", { class: "dialog-toasts", data: { dialogToasts: "" } }),
  );
  const started = JSON.stringify(read());
  let eventId = newEventId();

  body.addEventListener("input", () => {
    eventId = newEventId();
    keptInTab.set("form", { form, values: read() });
  });
  body.addEventListener("submit", send);
  dialog.oncancel = (event) => {
    event.preventDefault();
    ask();
  };
  dialog.replaceChildren(body);
  if (!dialog.open) dialog.showModal();
  (fields[0]?.input ?? submit).focus();
  keptInTab.set("form", { form, values: read() });

  function read() {
    return Object.fromEntries(fields.map((field) => [field.name, field.secret ? "" : field.read()]));
  }

  function ask() {
    if (JSON.stringify(read()) === started) close();
    else {
      really.hidden = false;
      really.querySelector("[data-keep]").focus();
    }
  }

  function stay() {
    really.hidden = true;
    (fields[0]?.input ?? submit).focus();
  }

  function close() {
    keptInTab.set("form", null);
    dialog.close();
    dialog.replaceChildren();
    if (back?.isConnected) back.focus({ preventScroll: true });
    else hook("input").focus({ preventScroll: true });
  }

  async function send(event) {
    event.preventDefault();
    refuse(Object.fromEntries(fields.map((field) => [field.name, field.problem()]).filter(([, problem]) => problem)));
    if (fields.some((field) => field.problem())) return;
    submit.disabled = true;
    try {
      const sent = Object.fromEntries(await Promise.all(fields.map(async (field) => [field.name, await field.send()])));
      const answer = await patiently(
        () => post("/api/form", { event_id: eventId, form_id: form.id, values: sent }),
        (wait) => (waiting.hidden = !wait),
      );
      if (Object.keys(answer.refused).length) {
        eventId = newEventId();
        refuse(answer.refused);
      } else close();
      answered(answer);
    } catch (refusal) {
      refuse({ "": refusal.sentence ?? "That did not work. Try again." });
    } finally {
      submit.disabled = false;
    }
  }

  function refuse(problems) {
    whole.textContent = problems[""] ?? "";
    whole.hidden = !whole.textContent;
    const wrong = fields.filter((field) => field.refuse(problems[field.name] ?? ""));
    if (wrong.length) wrong[0].input.focus();
  }
}

/** Which word stands beside a label: what fewer fields are, required or optional, is said; what all are is not. */
function remarkOn(fields) {
  const required = fields.filter((field) => field.required).length;
  if (required === 0 || required === fields.length) return () => "";
  return required * 2 < fields.length ? (field) => (field.required ? "required" : "") : (field) => (field.required ? "" : "optional");
}

function drawField(field, value, remark) {
  const id = `field-${field.name}`;
  const shape = shapes[field.kind] ?? shapes.text;
  const error = el("p", { class: "field-error", id: `${id}-error`, data: { error: field.name }, hidden: true });
  const attributes = { id, name: field.name, "aria-describedby": `${id}-hint ${id}-error`, required: field.required, data: { field: field.name } };
  const made = shape(field, value, attributes);
  const { input, counted = false } = made;
  const count = el("span", { class: "count", data: { fieldCount: field.name } });
  const recount = () => {
    const used = [...(input.value ?? "")].length;
    count.textContent = `${used.toLocaleString()} / ${field.limit.toLocaleString()}`;
    count.hidden = !counted || (field.kind !== "long" && (used < field.limit * FULL || (field.limit < FEW && used <= field.limit)));
    count.classList.toggle("over", used > field.limit);
    count.classList.toggle("near", used <= field.limit && used > field.limit * 0.9);
  };
  input.addEventListener("input", recount);
  recount();
  const label = made.group ? el("span", { class: "label", id: `${id}-label`, text: field.label }) : el("label", { class: "label", for: id, text: field.label });
  const read = made.read ?? (() => input.value);
  return {
    name: field.name,
    input,
    read,
    secret: field.kind === "secret",
    send: made.send ?? (async () => read()),
    node: el(
      "div",
      { class: "field", data: { fieldBox: field.name } },
      el("div", { class: "label-line" }, label, remark ? el("span", { class: "remark", text: remark }) : null, count),
      field.hint ? el("p", { class: "hint", id: `${id}-hint`, text: field.hint }) : null,
      made.node,
      field.kind !== "choice" && field.choices.length ? suggestions(field, input) : null,
      error,
    ),
    problem() {
      if (field.required && !(made.filled ? made.filled() : read().trim())) return "Please fill this in.";
      if (input.validity?.patternMismatch) return "Write it with hours and minutes, for example 18:30.";
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

const typed = (type, more = {}) => (field, value, attributes) => {
  const input = el("input", { ...attributes, type, autocomplete: "off", class: field.limit < FEW ? "short" : null, ...more });
  input.value = value;
  return { node: input, input, counted: type === "text" };
};

const CLOCK = "([01]?[0-9]|2[0-3]):[0-5][0-9]"; // 24 hours, as everywhere in the chat

const shapes = {
  text: typed("text"),
  secret: typed("password"),
  time: typed("text", { pattern: CLOCK, placeholder: "HH:MM", maxlength: "5" }),
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
  files(field, value, attributes) {
    const input = el("input", { ...attributes, type: "file", multiple: true });
    return {
      node: input,
      input,
      read: () => value,
      filled: () => input.files.length || value,
      async send() {
        if (!input.files.length) return value;
        const sent = new FormData();
        for (const file of input.files) sent.append("files", file);
        const answer = await post("/api/files", sent);
        return answer.files.map((file) => file.sha256).join(" ");
      },
    };
  },
};
