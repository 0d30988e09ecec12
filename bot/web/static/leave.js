/** The way out. */

import { post } from "./net.js";
import { toast } from "./toast.js";

/** End the session in this browser; the page that follows says how to come back. */
export async function leave() {
  try {
    await post("/api/leave", {});
    location.replace("/");
  } catch (refusal) {
    toast(refusal.sentence ?? "That did not work. Try again.", { bad: true });
  }
}
