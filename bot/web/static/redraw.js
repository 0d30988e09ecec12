/** Putting a new drawing in the place of an old one so that nobody who looks or stands there loses anything. */

const HANDLES = ["verb", "tab", "press", "picture", "reply"];

/** Replace the element: pictures stay loaded, rows stay scrolled, the keyboard stays on the same button. */
export function redraw(old, fresh) {
  keepPictures(old, fresh);
  const rows = [...old.querySelectorAll(".tabs")].map((row) => row.scrollLeft);
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const same = focused && sameIn(fresh, focused);
  if (badgeOf(old) !== badgeOf(fresh)) fresh.classList.add("changed");
  old.replaceWith(fresh);
  fresh.querySelectorAll(".tabs").forEach((row, index) => (row.scrollLeft = rows[index] ?? 0));
  if (focused) (same || fresh).focus({ preventScroll: true });
}

function keepPictures(old, fresh) {
  const loaded = new Map([...old.querySelectorAll("img[src]")].map((image) => [image.src, image]));
  for (const image of fresh.querySelectorAll("img[src]")) {
    const known = loaded.get(image.src);
    if (!known || known.alt !== image.alt) continue;
    loaded.delete(image.src);
    image.replaceWith(known);
  }
}

function sameIn(fresh, focused) {
  const handle = HANDLES.find((name) => focused.dataset[name] !== undefined);
  return handle && fresh.querySelector(`[data-${handle}="${CSS.escape(focused.dataset[handle])}"]`);
}

const badgeOf = (node) => node.querySelector("[data-badge]")?.dataset.badge;
