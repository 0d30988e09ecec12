/** The quick ways: the palette, and words typed outside of any field. */

import { appear } from "./appearance.js";
import { wordOf } from "./marks.js";
import { el, hook, plain } from "./page.js";
import { leave } from "./leave.js";
import { toast } from "./toast.js";

const WAITS = "waiting";

/** Offer the palette by key and button. `send(text)` says a command, `write(text)` only begins it. */
export function offerShortcuts({ log, commands, send, write }) {
  const apple = /Mac|iP(hone|ad|od)/.test(navigator.userAgent);
  hook("palette-open").append(el("kbd", { "aria-hidden": "true", text: apple ? "⌘K" : "Ctrl K" }));
  hook("palette-open").addEventListener("click", open);
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) open();
    } else typeAnywhere(event);
  });

  async function open() {
    try {
      const { openPalette } = await import("./palette.js");
      openPalette([...commands().map(command), ...waiting(log), ...LOOKS, OUT]);
    } catch {
      toast("That did not load. Try again when the connection is back.", { bad: true });
    }
  }

  const command = ({ name, help }) => ({
    group: "Commands",
    label: `/${name}`,
    help,
    icon: "slash",
    run: () => (help.includes(`/${name} `) ? write(`/${name} `) : send(`/${name}`)),
  });
}

const waiting = (log) =>
  [...log.messages.values()]
    .filter(({ message: { card } }) => card?.kind === "post" && card.badge && wordOf(card.badge.mark) === WAITS)
    .map(({ message: { id, card } }) => ({
      group: "Posts that wait",
      label: plain(card.title).split(" · ")[0],
      help: card.previews?.[0]?.text.split("\n")[0] ?? "",
      icon: "clock",
      run: () => log.jump(id),
    }));

const LOOKS = [
  ["light", "Light appearance", "sun"],
  ["dark", "Dark appearance", "moon"],
  ["", "Appearance like this device", "auto"],
].map(([choice, label, icon]) => ({ group: "This page", label, icon, run: () => appear(choice) }));

const OUT = { group: "This page", label: "Sign out", help: "You need a fresh link to come back", icon: "leave", run: leave };

/** Words typed outside of any field belong into the message line; Escape leads there. */
function typeAnywhere(event) {
  const at = document.activeElement;
  const free = at === document.body || at?.matches("[data-message], [data-log]");
  const word = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  const leaves = event.key === "Escape" && at?.closest("[data-log], [data-pinned], header");
  if (!document.querySelector("dialog[open]") && ((free && word) || leaves)) hook("input").focus();
}
