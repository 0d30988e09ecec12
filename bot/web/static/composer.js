/** The input line: words, files, replies; unsent words stay where they are. */

import { Completion } from "./completion.js";
import { el, hook, icon, kept } from "./page.js";
import { toast } from "./toast.js";

const MOST_BYTES = 25e6;
const MOST_FILM = 1e9;
const isFilm = ({ type, name }) => type.startsWith("video/") || /\.(mp4|m4v|mov|webm|mkv|avi|mpe?g|ts|3gp|wmv|flv)$/i.test(name);
const MOST_FILES = 10;

/** What the reader is writing. `send({text, files, reply_to})` hears it when it is done. */
export class Composer {
  constructor({ send }) {
    this.send = send;
    this.input = hook("input");
    this.files = [];
    this.replyTo = "";
    this.tab = "";
    this.completion = new Completion(this.input, (name) => this.write(`/${name} `));
    this.listen();
  }

  /** The commands there are, those used lately first. */
  get commands() {
    return this.completion.fitting("");
  }

  listen() {
    hook("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("paste", (event) => this.add(event.clipboardData.files, event));
    hook("attach").addEventListener("click", () => hook("files").click());
    hook("files").addEventListener("change", (event) => {
      this.add(event.target.files);
      event.target.value = "";
    });
    hook("slash").addEventListener("click", () => this.write(this.input.value.startsWith("/") ? this.input.value : "/"));
    hook("replying-stop").addEventListener("click", () => this.reply("", ""));
  }

  /** Bring back what was being written when the page was left. */
  restore(commands) {
    this.completion.commands = commands;
    this.input.value = kept.get("draft") ?? "";
    this.fit();
  }

  /** Put these words into the line and go there. */
  write(text) {
    this.input.value = text;
    this.input.focus();
    this.changed();
  }

  /** Bring back what could not be sent, before what was written since. */
  takeBack(text, files) {
    this.write([text, this.input.value].filter(Boolean).join("\n"));
    this.add(files);
  }

  /** Answer that message, on which the preview `tab` is open; with an empty id answer none. */
  reply(id, words, tab = "") {
    this.replyTo = id;
    this.tab = tab;
    hook("replying").hidden = !id;
    hook("replying-text").textContent = id ? words : "";
    this.input.focus();
  }

  changed() {
    this.fit();
    kept.set("draft", this.input.value || null);
    this.completion.suit(this.input.value);
  }

  fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 220)}px`;
    hook("send").classList.toggle("ready", Boolean(this.input.value.trim() || this.files.length));
  }

  key(event) {
    if (event.isComposing || this.completion.key(event, this.input.value)) return;
    if (["PageUp", "PageDown"].includes(event.key)) {
      event.preventDefault();
      hook("scroll").scrollBy({ top: hook("scroll").clientHeight * (event.key === "PageUp" ? -0.85 : 0.85) });
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.replyTo) this.reply("", "");
  }

  submit() {
    const text = this.input.value.trim();
    if (!text && !this.files.length) return;
    const { files, replyTo, tab } = this;
    this.files = [];
    this.showFiles();
    this.completion.close();
    this.reply("", "");
    this.input.value = "";
    this.changed();
    this.say({ text, files, reply_to: replyTo, tab });
  }

  /** Send something that was not written in the line. */
  say(letter) {
    this.completion.used(letter.text);
    this.send(letter);
  }

  add(list, event) {
    if (!list?.length) return;
    event?.preventDefault();
    const all = [...this.files, ...list];
    if (all.length > MOST_FILES) return toast(`At most ${MOST_FILES} files go into one message.`, { bad: true });
    if (all.some((file) => file.size > (isFilm(file) ? MOST_FILM : MOST_BYTES)))
      return toast("Films may have 1 GB, other files 25 MB. Send a smaller one.", { bad: true });
    this.files = all;
    this.showFiles();
    this.input.focus();
  }

  showFiles() {
    const box = hook("chosen");
    box.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
    box.replaceChildren(...this.files.map((file) => this.chip(file)));
    box.hidden = !this.files.length;
    this.fit();
  }

  chip(file) {
    const drop = () => {
      this.files = this.files.filter((one) => one !== file);
      this.showFiles();
      this.input.focus();
    };
    return el(
      "li",
      { class: "chosen-file", data: { chosenFile: file.name } },
      file.type.startsWith("image/") ? el("img", { src: URL.createObjectURL(file), alt: "" }) : icon("file"),
      el("span", { class: "chosen-name" }, el("span", { text: file.name }), el("span", { class: "chosen-size", text: sizeOf(file.size) })),
      el("button", { type: "button", class: "icon-button small", "aria-label": `Leave out ${file.name}`, on: { click: drop } }, icon("close")),
    );
  }
}

const sizeOf = (bytes) => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`);
