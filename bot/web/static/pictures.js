/** Pictures in the conversation: in a box of their final size, opened full-screen with a press. */

import { el } from "./page.js";
import { link } from "./text.js";

const MOST = 4; // shown of an album; the viewer shows all

/** The pictures of a card, one large or several as an album. */
export function drawPictures(pictures) {
  const many = pictures.length > 1;
  const shown = pictures.slice(0, MOST).map(picture);
  if (pictures.length > MOST) shown.at(-1).dataset.more = `+${pictures.length - MOST}`;
  const hidden = pictures.slice(MOST).map((one) => {
    const more = picture(one);
    more.hidden = true;
    return more;
  });
  return el("div", { class: many ? `pictures album of-${shown.length}` : "pictures", data: { pictures: pictures.length } }, ...shown, ...hidden);
}

/** One picture or film of a card. */
function picture({ url, mime, width, height, alt }) {
  const size = { width: width || null, height: height || null };
  if (mime.startsWith("video/")) return el("video", { src: url, controls: true, preload: "metadata", "aria-label": alt || "Video", ...size });
  return opened(url, el("img", { src: url, alt, loading: "lazy", decoding: "async", ...size }), alt);
}

/** A picture that somebody sent. */
export const sentPicture = ({ url, name }) => opened(url, el("img", { src: url, alt: name, class: "sent-picture" }), name);

function opened(url, image, alt) {
  const way = link(url, undefined, { "aria-label": alt ? `Picture: ${alt}` : "Open the picture", class: "picture", data: { picture: "" } });
  way.append(image);
  return way;
}

/** Open whatever picture is pressed within this element; a press with a modifier key opens the file as ever. */
export function openPicturesOf(box) {
  box.addEventListener("click", async (event) => {
    const pressed = event.target.closest("[data-picture]");
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { view } = await import("./viewer.js");
    const album = [...pressed.closest(".pictures").querySelectorAll("[data-picture]")];
    view(
      album.map((one) => ({ url: one.href, alt: one.querySelector("img").alt })),
      album.indexOf(pressed),
      pressed,
    );
  });
}
