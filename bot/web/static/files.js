/** A field for files: choose or drop them, see them, leave one out again. */

import { upload } from "./net.js";
import { el, icon } from "./page.js";

/** The shape of a field whose value is the hashes of its files, in order. Nothing chosen keeps the value it has. */
export function chosenFiles(field, value, attributes) {
  const input = el("input", { ...attributes, type: "file", multiple: true, class: "visually-hidden" });
  const shown = el("ul", { class: "chosen", "aria-label": "Chosen files", hidden: true });
  const bar = el("progress", { max: 1, value: 0, "aria-label": "Sent so far", hidden: true });
  const has = value ? el("p", { class: "hint", text: "There is one already; choose another to replace it." }) : null;
  const zone = el("label", { class: "file-zone", for: attributes.id }, icon("image"), el("span", {}, el("b", { text: "Choose" }), " or drop it here"));
  const node = el("div", { class: "files", data: { fileZone: field.name } }, input, zone, shown, bar, has);
  let files = [];

  const take = (list) => {
    files = [...files, ...list];
    draw();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const draw = () => {
    shown.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
    shown.replaceChildren(...files.map(line));
    shown.hidden = !files.length;
  };
  const line = (file) =>
    el(
      "li",
      { class: "chosen-file" },
      file.type.startsWith("image/") ? el("img", { src: URL.createObjectURL(file), alt: "" }) : icon("file"),
      el("span", { class: "chosen-name", text: file.name }),
      el("button", { type: "button", class: "icon-button small", "aria-label": `Leave out ${file.name}`, on: { click: () => drop(file) } }, icon("close")),
    );
  const drop = (file) => {
    files = files.filter((one) => one !== file);
    draw();
    input.focus();
  };

  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });
  node.addEventListener("dragover", (event) => event.preventDefault());
  node.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  return {
    node,
    input,
    read: () => value,
    chosen: () => files.length > 0,
    filled: () => files.length > 0 || value,
    async send() {
      if (!files.length) return value;
      const form = new FormData();
      files.forEach((file) => form.append("files", file));
      bar.hidden = false;
      const answer = await upload("/api/files", form, (share) => (bar.value = share)).finally(() => (bar.hidden = true));
      return answer.files.map((file) => file.sha256).join(" ");
    },
  };
}
