/* From point to point of an agenda by one key, in a page that works without: N leads on, while nobody types. */
(() => {
  "use strict";
  const next = document.querySelector("[data-next]");
  if (!next) return;
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (event.key.toLowerCase() !== "n" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    next.click();
  });
})();
