/** Files dragged onto the page, wherever it is. */

import { hook } from "./page.js";

/** Show where files may be dropped while some are held over the page; `dropped(files)` hears of them. */
export function takeDrops(dropped) {
  const overlay = hook("drop");
  const carries = ({ dataTransfer }) => dataTransfer && [...dataTransfer.types].includes("Files") && !document.querySelector("dialog[open]");
  let within = 0;
  const put = (count) => {
    within = Math.max(0, count);
    overlay.hidden = within === 0;
  };
  addEventListener("dragenter", (event) => carries(event) && put(within + 1));
  addEventListener("dragleave", (event) => carries(event) && put(within - 1));
  addEventListener("dragover", (event) => carries(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    put(0);
    dropped(event.dataTransfer.files);
  });
}
