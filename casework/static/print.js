/* The button that opens the browser's own printing; without a script the page says where that is. */
(() => {
  "use strict";
  const button = document.querySelector("[data-print]");
  document.querySelector("[data-print-by-hand]").hidden = true;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
})();
