/** Going back in the conversation, page by page. */

import { get } from "./net.js";
import { hook } from "./page.js";
import { toast } from "./toast.js";

const NEAR_TOP = 160;

/** Brings earlier messages into the log when the reader comes near its beginning or asks for one of them. */
export class Earlier {
  constructor(log) {
    this.log = log;
    this.button = hook("earlier");
    this.button.addEventListener("click", () => this.bring());
    const scroll = hook("scroll");
    scroll.addEventListener("scroll", () => log.begun && scroll.scrollTop < NEAR_TOP && !this.button.disabled && !this.button.hidden && this.bring());
  }

  /** Whether there are more than those shown. */
  offer(more) {
    this.button.hidden = !more;
  }

  async bring() {
    this.button.disabled = true;
    hook("log").setAttribute("aria-busy", "true");
    try {
      const page = await get(`/api/history?before=${this.log.oldest ?? ""}`);
      this.log.take(page.messages, { past: true });
      this.offer(page.more);
      return page.more;
    } catch (refusal) {
      toast(refusal.sentence ?? "That did not work. Try again.", { bad: true });
      return false;
    } finally {
      this.button.disabled = false;
      hook("log").setAttribute("aria-busy", "false");
    }
  }

  /** Go back in time until that message is found. */
  async find(id) {
    while (!this.log.messages.has(id)) if (!(await this.bring())) break;
    if (this.log.messages.has(id)) this.log.jump(id);
  }
}
