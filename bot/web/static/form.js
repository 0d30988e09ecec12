/** Questions as a dialog: nothing entered is lost until it was accepted. */

import { drawField, remarkOn } from "./field.js";
import { newEventId, patiently, post } from "./net.js";
import { el, hook, keptInTab } from "./page.js";

/** Open a dialog for this form. `answered(answer)` hears what came of it, `waiting` that an answer is awaited. */
export function openForm(form, { answered, waiting, values = {} }) {
  const dialog = hook("dialog");
  const back = document.activeElement;
  const remark = remarkOn(form.fields);
  const fields = form.fields.map((field) => drawField(field, values?.[field.name] ?? field.value, remark(field)));
  const whole = el("p", { class: "field-error", role: "alert", data: { error: "" }, hidden: true });
  const offline = el("p", { class: "hint", role: "status", data: { waiting: "" }, hidden: true, text: "Waiting for the connection…" });
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
    el("div", { class: "sheet-foot" }, really, offline, el("div", { class: "button-line" }, leave, submit)),
    el("div", { class: "dialog-toasts", data: { dialogToasts: "" } }),
  );
  const started = JSON.stringify(read());
  let eventId = newEventId();

  body.addEventListener("input", () => {
    eventId = newEventId();
    keptInTab.set("form", { form, values: read() });
  });
  body.addEventListener("submit", send);
  body.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) body.requestSubmit();
  });
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
    if (JSON.stringify(read()) === started && !fields.some((field) => field.chosen())) close();
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
    if (submit.disabled || fields.some((field) => field.problem())) return;
    busy(true);
    try {
      const sent = Object.fromEntries(await Promise.all(fields.map(async (field) => [field.name, await field.send()])));
      const answer = await patiently(
        () => post("/api/form", { event_id: eventId, form_id: form.id, values: sent }),
        (wait) => (offline.hidden = !wait),
      );
      if (Object.keys(answer.refused).length) {
        eventId = newEventId();
        refuse(answer.refused);
      } else close();
      answered(answer);
    } catch (refusal) {
      refuse({ "": refusal.sentence ?? "That did not work. Try again." });
    } finally {
      busy(false);
    }
  }

  function busy(now) {
    submit.disabled = now;
    submit.classList.toggle("busy", now);
    if (now) waiting.asked(form.id);
    else waiting.answered(form.id);
  }

  function refuse(problems) {
    whole.textContent = problems[""] ?? "";
    whole.hidden = !whole.textContent;
    const wrong = fields.filter((field) => field.refuse(problems[field.name] ?? ""));
    if (wrong.length) wrong[0].input.focus();
  }
}
