/** One message as an element: who said it and when, and what was said. */

import { avatar } from "./avatar.js";
import { drawCard, drawReply, isBare } from "./card.js";
import { el, momentOf, plain, timeOf } from "./page.js";
import { words } from "./words.js";

/** Draw a kept message. `press(packed, button)`, `reply()`, `summary(id)` and `jump(id)` serve what is in it. */
export function drawMessage(message, { press, reply, summary, jump }) {
  const { card, from } = message;
  const bare = !card || isBare(card);
  const says = card ? drawCard(message, { press, reply }) : words(message, summary, jump);
  if (from === "you") says.append(el("time", { class: "at", datetime: message.at, title: momentOf(message.at), text: timeOf(message.at) }));
  const title = card ? plain(card.title) || "Greenlight" : message.name;
  return el(
    "article",
    {
      class: `message from-${from}`,
      tabindex: "-1",
      "aria-label": `${from === "you" ? "You" : title}, ${timeOf(message.at)}`,
      data: { message: message.id, from, at: message.at, who: from === "other" ? message.name : from, kind: card?.kind ?? "words", subject: card?.subject ?? "" },
    },
    from === "you" ? null : who(message),
    el("div", { class: bare ? "said" : "said wide" }, says, bare ? drawReply(reply) : null),
  );
}

function who({ from, name, at, only }) {
  const person = from === "other" ? name : "";
  return el(
    "p",
    { class: "who" },
    avatar(person),
    el("span", { class: "who-name", text: person || "Greenlight" }),
    el("time", { datetime: at, title: momentOf(at), text: timeOf(at) }),
    only ? el("span", { class: "only", text: "Only you see this", data: { only: "" } }) : null,
  );
}

/** Words on their way, with calls that say how it goes. `again` and `discard` hear what the reader wants then. */
export function drawPending({ event_id, text, files = [] }, { again, discard }) {
  const state = el("p", { class: "meta", role: "status", data: { pendingState: "" } }, el("span", { text: "Sending…" }));
  const bar = el("progress", { max: 1, value: 0, "aria-label": "Sent so far", hidden: true, data: { progress: "" } });
  const node = el(
    "article",
    { class: "message from-you pending", "aria-label": "You, on its way", data: { pending: event_id } },
    el("div", { class: "said" }, words({ text, files })),
    bar,
    state,
  );
  const say = (sentence) => state.replaceChildren(el("span", { text: sentence }));
  return Object.assign(node, {
    waiting: () => say("Waiting for the connection…"),
    sending: () => say("Sending…"),
    progress(share) {
      bar.hidden = share >= 1;
      bar.value = share;
    },
    failed(sentence) {
      node.classList.add("failed");
      bar.hidden = true;
      state.replaceChildren(
        el("span", { role: "alert", text: `Not sent. ${sentence}` }),
        el("button", { type: "button", class: "text-button", text: "Try again", data: { again: "" }, on: { click: again } }),
        el("button", { type: "button", class: "text-button", text: "Take back", data: { takeBack: "" }, on: { click: discard } }),
      );
    },
  });
}
