/** Puts the page together and starts it. */

import { Composer } from "./composer.js";
import { confirm } from "./confirm.js";
import { openForm } from "./form.js";
import { listen } from "./live.js";
import { Log } from "./log.js";
import { setNow } from "./moments.js";
import { get, newEventId, patiently, post } from "./net.js";
import { Outbox } from "./outbox.js";
import { hook, keepFor, keptInTab } from "./page.js";
import { toast } from "./toast.js";

const PATIENCE = 1500;
const NEAR_TOP = 160;

const log = new Log({ press, reply: (message, words) => composer.reply(message.id, words), missing });
const outbox = new Outbox({ log, answered, refused: ({ text }, files) => takeBack(text, files) });
const composer = new Composer({ send: (letter) => outbox.send(letter), scroll: hook("scroll") });

const early = [];
let started = false;
const hearMessage = (message) => (started ? show(message) : early.push(message));

hook("earlier").addEventListener("click", earlier);
hook("scroll").addEventListener("scroll", () => started && hook("scroll").scrollTop < NEAR_TOP && !hook("earlier").disabled && !hook("earlier").hidden && earlier());
hook("begin").addEventListener("click", () => outbox.send({ text: "/start", files: [], reply_to: "" }));
addEventListener("keydown", typeAnywhere);
addEventListener("focus", () => (document.title = "Greenlight"));
const ready = begin();
listen({
  ready,
  position: () => log.seq,
  message: hearMessage,
  remark: answered,
  resync: (start) => log.take(start.messages),
  connected,
});

async function begin() {
  const start = await patiently(() => get("/api/start"), (waiting) => connected(!waiting));
  keepFor(start.me.chat);
  setNow(start.now);
  log.seq = start.seq;
  start.pinned.forEach((message) => (log.pinned = message));
  log.take(start.messages);
  log.seq = Math.max(log.seq, start.seq);
  started = true;
  log.take(early.splice(0));
  log.begun = true;
  hook("log").setAttribute("aria-busy", "false");
  hook("earlier").hidden = !start.more;
  composer.restore(start.commands);
  outbox.restore();
  const open = keptInTab.get("form");
  if (open) openForm(open.form, answered, open.values);
  else if (matchMedia("(pointer: fine)").matches) composer.input.focus({ preventScroll: true });
}

/** Show what was said just now, and count it in the title while nobody looks. */
function show(message) {
  if (document.hidden && message.from !== "you" && !log.messages.has(message.id)) {
    const unread = Number(/^\((\d+)\)/.exec(document.title)?.[1] ?? 0) + 1;
    document.title = `(${unread}) Greenlight`;
  }
  log.take([message]);
}

/** Words typed outside of any field belong into the message line; Escape leads there. */
function typeAnywhere(event) {
  const free = document.activeElement === document.body || document.activeElement?.matches("[data-message], [data-log]");
  const word = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  const leave = event.key === "Escape" && document.activeElement?.closest("[data-log], [data-pinned]");
  if (!document.querySelector("dialog[open]") && ((free && word) || leave)) composer.input.focus();
}

async function press(message, packed, button) {
  if (button.ariaDisabled === "true") return;
  const same = document.querySelectorAll(`[data-press="${CSS.escape(packed)}"]`);
  same.forEach((one) => (one.ariaDisabled = "true"));
  button.classList.add("busy");
  const question = { event_id: newEventId(), message: message.id, press: packed };
  try {
    const answer = await patiently(() => post("/api/press", question));
    answered(answer);
    if (answer.said.length) log.whenHere(answer.said[0], answeredBy);
  } catch (refusal) {
    toast(refusal.sentence ?? "That did not work. Try again.", { bad: true });
  } finally {
    same.forEach((one) => (one.ariaDisabled = null));
    button.classList.remove("busy");
  }
}

/** A press was answered with a message: a question that needs a yes is asked at once, anything else is brought into sight. */
function answeredBy(message) {
  if (message.card?.kind === "confirm" && message.card.buttons) confirm(message, (packed, button) => press(message, packed, button));
  else log.bringUp(message.id);
}

/** What came of something the reader did. */
function answered({ toasts = [], open_form: form = null }) {
  toasts.forEach((text) => toast(text));
  if (form) openForm(form, answered);
}

function takeBack(text, files) {
  composer.write([text, composer.input.value].filter(Boolean).join("\n"));
  composer.add(files);
}

async function earlier() {
  const button = hook("earlier");
  button.disabled = true;
  hook("log").setAttribute("aria-busy", "true");
  try {
    const page = await get(`/api/history?before=${log.oldest ?? ""}`);
    log.take(page.messages, { past: true });
    button.hidden = !page.more;
    return page.more;
  } catch (refusal) {
    toast(refusal.sentence ?? "That did not work. Try again.", { bad: true });
    return false;
  } finally {
    button.disabled = false;
    hook("log").setAttribute("aria-busy", "false");
  }
}

/** Go back in time until that message is found. */
async function missing(id) {
  while (!log.messages.has(id)) if (!(await earlier())) break;
  if (log.messages.has(id)) log.jump(id);
}

let quiet = 0;

function connected(stands) {
  const line = hook("connection");
  clearTimeout(quiet);
  if (stands) {
    line.dataset.connection = "on";
    line.textContent = "";
  } else
    quiet = setTimeout(() => {
      line.dataset.connection = "off";
      line.textContent = "Reconnecting…";
    }, PATIENCE);
}
