/** Puts the page together and starts it. */

import { offerAppearance } from "./appearance.js";
import { Composer } from "./composer.js";
import { connected } from "./connection.js";
import { takeDrops } from "./drop.js";
import { Earlier } from "./earlier.js";
import { listen } from "./live.js";
import { Log } from "./log.js";
import { setNow } from "./moments.js";
import { get, patiently } from "./net.js";
import { Outbox } from "./outbox.js";
import { hook, keepFor, keptInTab } from "./page.js";
import { openPicturesOf } from "./pictures.js";
import { presser } from "./press.js";
import { openTab } from "./previews.js";
import { offerShortcuts } from "./shortcuts.js";
import { toast } from "./toast.js";
import { Waiting } from "./waiting.js";

const LATER = ["./form.js", "./palette.js", "./viewer.js", "./confirm.js"]; // needed soon, not at first

const waiting = new Waiting();
const log = new Log({
  press: presser({ log: () => log, waiting: () => waiting, answered }),
  reply: (message, words) => composer.reply(message.id, words, openTab(message)),
  missing: (id) => earlier.find(id),
  arrived: (message) => waiting.arrived(message),
});
const earlier = new Earlier(log);
const outbox = new Outbox({ log, waiting, answered, refused: ({ text }, files) => composer.takeBack(text, files) });
const composer = new Composer({ send: (letter) => outbox.send(letter) });

const early = [];
const hearMessage = (message) => (log.begun ? show(message) : early.push(message));

hook("begin").addEventListener("click", () => composer.say({ text: "/start" }));
addEventListener("focus", () => (document.title = "Greenlight"));
openPicturesOf(hook("log"));
takeDrops((files) => composer.add(files));
offerAppearance();
offerShortcuts({ log, commands: () => composer.commands, send: (text) => composer.say({ text }), write: (text) => composer.write(text) });
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
  const start = await patiently(() => get("/api/start"), (waits) => connected(!waits));
  keepFor(start.me.chat);
  setNow(start.now);
  start.pinned.forEach((message) => log.pinned.consider(message));
  log.take(start.messages);
  log.seq = Math.max(log.seq, start.seq);
  log.take(early.splice(0));
  log.begun = true;
  hook("log").setAttribute("aria-busy", "false");
  document.body.classList.add("begun");
  earlier.offer(start.more);
  composer.restore(start.commands);
  outbox.restore();
  const open = keptInTab.get("form");
  if (open) await ask(open.form, open.values);
  else if (matchMedia("(pointer: fine)").matches) composer.input.focus({ preventScroll: true });
  (window.requestIdleCallback ?? setTimeout)(() => LATER.forEach((name) => import(name).catch(() => {})));
}

/** Show what was said just now, and count it in the title while nobody looks. */
function show(message) {
  if (document.hidden && message.from !== "you" && !log.messages.has(message.id)) {
    const unread = Number(/^\((\d+)\)/.exec(document.title)?.[1] ?? 0) + 1;
    document.title = `(${unread}) Greenlight`;
  }
  log.take([message]);
}

/** What came of something the reader did, or is in the making. */
function answered({ toasts = [], open_form: form = null, working = null }) {
  toasts.forEach((text) => toast(text));
  if (form) ask(form);
  if (!working) return;
  waiting.working(working);
  if (working.cards > 1) log.place.hold(waiting.box);
}

/** Open a dialog. */
async function ask(form, values) {
  try {
    const { openForm } = await import("./form.js");
    openForm(form, { answered, waiting, values });
  } catch {
    toast("That did not load. Try again when the connection is back.", { bad: true });
  }
}
