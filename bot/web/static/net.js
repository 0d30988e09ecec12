/** Asking the server, and what its refusals mean. */

const PATIENCE = 60_000;

/** Why something was not done: `sentence` for the person, `again` when the same question may be repeated. */
export class Refusal extends Error {
  constructor(sentence, { again = false, status = 0 } = {}) {
    super(sentence);
    this.sentence = sentence;
    this.again = again;
    this.status = status;
  }
}

const OURS = { "X-Greenlight": "1", "X-Greenlight-Zone": Intl.DateTimeFormat().resolvedOptions().timeZone ?? "" };

export const newEventId = () =>
  crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Read JSON from the server. */
export const get = (path) => ask(path, { headers: OURS });

/** Send a question as JSON. */
export const post = (path, body) =>
  ask(path, { method: "POST", headers: { ...OURS, "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** Send a form that carries files; `progress(share)` hears how much of it has left, from 0 to 1. */
export function upload(path, form, progress = () => {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    for (const [name, value] of Object.entries(OURS)) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    request.onload = () => (request.status < 400 ? resolve(request.response ?? {}) : reject(refusalOf(request.status, request.response ?? {})));
    request.onerror = () => reject(unreached());
    request.send(form);
  });
}

/** Repeat a question until an answer comes. `tell(true)` says that we wait, `tell(false)` that it is over. */
export async function patiently(question, tell = () => {}) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await question();
      tell(false);
      return answer;
    } catch (refusal) {
      if (!refusal.again) {
        tell(false);
        throw refusal;
      }
      tell(true);
      await pause(attempt);
    }
  }
}

/** Wait longer with every attempt (1 to 15 seconds), or until the browser is back online. */
export function pause(attempt) {
  const wait = Math.min(15_000, 1000 * 2 ** attempt) * (0.75 + Math.random() / 2);
  return new Promise((resolve) => {
    const timer = setTimeout(done, wait);
    addEventListener("online", done);
    function done() {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    }
  });
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, { ...options, signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw unreached();
  }
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body;
  throw refusalOf(answer.status, body);
}

const unreached = () => new Refusal("Greenlight cannot be reached just now.", { again: true });

function refusalOf(status, body) {
  if (status === 401) location.reload();
  return new Refusal(body.error ?? "Greenlight gave no answer we understand.", { again: [502, 503, 504].includes(status), status });
}
