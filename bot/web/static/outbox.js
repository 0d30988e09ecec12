/** Words on their way: kept until the server has them, always sent as the same event. */

import { newEventId, patiently, post, upload } from "./net.js";
import { kept } from "./page.js";

/** Sends one message after the other. `log` shows them and `waiting` what they cause; `answered(answer)` hears what came of it. */
export class Outbox {
  constructor({ log, waiting, answered, refused }) {
    Object.assign(this, { log, waiting, answered, refused });
    this.last = Promise.resolve();
    this.underway = new Set();
    this.cut = false;
  }

  /** Send again what was on its way when the page was left. */
  restore() {
    for (const letter of kept.get("outbox") ?? []) this.enqueue(letter);
  }

  /** Send words; with files as one upload. */
  send({ text, files = [], reply_to = "", tab = "" }) {
    const letter = { event_id: newEventId(), text, reply_to, tab };
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
    this.underway.add(bubble);
    if (this.cut) bubble.waiting();
    this.last = this.last.then(() => this.deliver(letter, files, bubble)).finally(() => shown.forEach(({ url }) => setTimeout(() => URL.revokeObjectURL(url), 60_000)));
  }

  async deliver(letter, files, bubble) {
    this.waiting.asked(letter.event_id);
    try {
      const answer = await patiently(
        () => (files.length ? upload("/api/upload", parcel(letter, files), (share) => bubble.progress(share)) : post("/api/say", letter)),
        (wait) => this.connection(wait),
      );
      this.drop(letter);
      this.answered(answer);
    } catch (refusal) {
      bubble.failed(refusal.sentence ?? "Try again.");
    } finally {
      this.underway.delete(bubble);
      this.waiting.answered(letter.event_id);
    }
  }

  /** Without a connection, letters that stand in line wait too. */
  connection(cut) {
    this.cut = cut;
    for (const bubble of this.underway) cut ? bubble.waiting() : bubble.sending();
  }

  drop(letter) {
    this.keep((kept.get("outbox") ?? []).filter((one) => one.event_id !== letter.event_id));
  }

  keep(letters) {
    kept.set("outbox", letters.length ? letters : null);
  }
}

function parcel(letter, files) {
  const form = new FormData();
  for (const [name, value] of Object.entries(letter)) form.append(name, value);
  for (const file of files) form.append("files", file);
  return form;
}
