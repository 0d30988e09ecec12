// The chosen look, before anything is drawn; a plain script, because modules run too late for that.
try {
  const chosen = localStorage.getItem("greenlight.theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch {
  // A browser that keeps nothing follows its device.
}
