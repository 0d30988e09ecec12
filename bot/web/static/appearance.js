/** Light, dark, or as the device has it: the reader's choice, remembered in this browser. */

import { hook } from "./page.js";

const KEY = "greenlight.theme";
const NAMES = { "": "like this device", light: "light", dark: "dark" };
const SIGNS = { "": "auto", light: "sun", dark: "moon" };
const GROUNDS = { light: "#ffffff", dark: "#151b18" };

/** The choice that holds: "light", "dark", or "" for that of the device. */
export const appearance = () => document.documentElement.dataset.theme ?? "";

/** Take this look from now on. */
export function appear(choice) {
  if (choice) document.documentElement.dataset.theme = choice;
  else delete document.documentElement.dataset.theme;
  try {
    if (choice) localStorage.setItem(KEY, choice);
    else localStorage.removeItem(KEY);
  } catch {
    // It holds until the page is left.
  }
  label();
}

/** Let the button in the bar walk through the choices. */
export function offerAppearance() {
  const order = ["", "light", "dark"];
  hook("appearance").addEventListener("click", () => appear(order[(order.indexOf(appearance()) + 1) % order.length]));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);
  addEventListener("storage", ({ key, newValue }) => key === KEY && appear(newValue ?? ""));
  label();
}

function label() {
  const button = hook("appearance");
  const name = `Appearance: ${NAMES[appearance()]}`;
  button.setAttribute("aria-label", name);
  button.title = name;
  button.querySelector("use").setAttribute("href", `#i-${SIGNS[appearance()]}`);
  const dark = appearance() === "dark" || (!appearance() && matchMedia("(prefers-color-scheme: dark)").matches);
  document.querySelector("meta[name=theme-color]").content = GROUNDS[dark ? "dark" : "light"];
}
