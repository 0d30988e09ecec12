/** One event stream per browser: the tab that holds the lock listens, the others hear it from that tab. */

import { get, pause } from "./net.js";

const SILENCE = 45_000; // three heartbeats missed: the line is dead though nobody said so

/** Once `ready`, hear of every message and remark after number `position()`; `connected(bool)` says how the line is. */
export function listen({ ready, position, message, remark, resync, connected }) {
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("greenlight-stream") : null;
  const hear = ({ kind, data }) => {
    if (kind === "message") message(data);
    if (kind === "remark" && document.visibilityState === "visible") remark(data);
    if (kind === "connected") connected(data);
  };
  if (channel) channel.onmessage = (event) => hear(event.data);
  const tell = (kind, data) => {
    hear({ kind, data });
    channel?.postMessage({ kind, data });
  };
  const lead = (say) => ready.then(() => follow(say, position, resync));
  if (channel && navigator.locks) navigator.locks.request("greenlight-stream", () => lead(tell));
  else lead((kind, data) => hear({ kind, data }));
}

async function follow(tell, position, resync) {
  for (let attempt = 0; ; attempt += 1) {
    const opened = await oneStream(tell, position());
    if (opened) attempt = 0;
    await pause(attempt);
    if (attempt > 0) await get("/api/start").then(resync, () => {});
  }
}

/** Listen until the stream breaks or falls silent; answers whether it ever stood. */
function oneStream(tell, after) {
  return new Promise((resolve) => {
    let stood = false;
    let silence = setTimeout(end, SILENCE);
    const source = new EventSource(`/api/stream?after=${after}`);
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(end, SILENCE);
    };
    source.onopen = () => {
      stood = true;
      heard();
      tell("connected", true);
    };
    source.onmessage = (event) => {
      heard();
      tell("message", JSON.parse(event.data));
    };
    source.addEventListener("remark", (event) => tell("remark", JSON.parse(event.data)));
    source.addEventListener("beat", heard);
    source.onerror = end;
    function end() {
      source.close();
      clearTimeout(silence);
      tell("connected", false);
      resolve(stood);
    }
  });
}
