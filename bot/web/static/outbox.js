/** Words on their way: kept until the server has them, always sent as the same event. */

import { newEventId, patiently, post } from "./net.js";
import { kept } from "./page.js";

/** Sends one message after the other. `log` shows them meanwhile; `answered(answer)` hears what came of it. */
export class Outbox {
  constructor({ log, answered, refused }) {
    this.log = log;
    this.answered = answered;
    this.refused = refused;
    this.last = Promise.resolve();
  }

  /** Send again what was on its way when the page was left. */
  restore() {
    for (const letter of kept.get("outbox") ?? []) this.enqueue(letter);
  }

  /** Send words; with files as one upload. */
  send({ text, files, reply_to }) {
    const letter = { event_id: newEventId(), text, reply_to };
    if (!files.length) this.keep([...(kept.get("outbox") ?? []), letter]);
    this.enqueue(letter, files);
  }

  enqueue(letter, files = []) {
    const shown = files.map((file) => ({ url: URL.createObjectURL(file), name: file.name, mime: file.type }));
    const bubble = this.log.showPending(
      { ...letter, files: shown },
      {
        again: () => {
          bubble.remove();
          this.enqueue(letter, files);
        },
        discard: () => {
          bubble.remove();
          this.drop(letter);
          this.refused(letter, files);
        },
      },
    );
    this.last = this.last.then(() => this.deliver(letter, files, bubble)).finally(() => shown.forEach(({ url }) => setTimeout(() => URL.revokeObjectURL(url), 60_000)));
  }

  async deliver(letter, files, bubble) {
    try {
      const answer = await patiently(
        () => (files.length ? post("/api/upload", parcel(letter, files)) : post("/api/say", letter)),
        (wait) => (wait ? bubble.waiting() : bubble.sending()),
      );
      this.drop(letter);
      this.answered(answer);
    } catch (refusal) {
      bubble.failed(refusal.sentence ?? "Try again.");
    }
  }

  drop(letter) {
    this.keep((kept.get("outbox") ?? []).filter((one) => one.event_id !== letter.event_id));
  }

  keep(letters) {
    kept.set("outbox", letters.length ? letters : null);
  }
}

function parcel({ event_id, text, reply_to }, files) {
  const form = new FormData();
  form.append("event_id", event_id);
  form.append("text", text);
  form.append("reply_to", reply_to);
  for (const file of files) form.append("files", file);
  return form;
}
