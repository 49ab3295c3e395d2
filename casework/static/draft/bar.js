/* The bar at the foot: whether what was typed is saved, in words. Spoken only when it becomes another kind of news. */

const PASSING = ["saving", "unsaved"];

export class Bar {
  constructor(form) {
    this.words = JSON.parse(form.dataset.words);
    this.place = form.querySelector("[data-save-status]");
    this.line = this.place.closest(".saved");
    this.also = form.querySelector("[data-also]");
    this.trouble = "";
    this.line.removeAttribute("role");
    this.spoken = document.createElement("span");
    this.spoken.className = "ds-sr-only";
    this.spoken.setAttribute("role", "status");
    this.line.after(this.spoken);
  }

  /** saved, saving, unsaved, or what keeps it from being saved; `text` says it in the words of the server. */
  tell(kind, text = this.words[kind]) {
    this.place.textContent = text;
    this.line.classList.toggle("unsaved", kind !== "saved");
    if (PASSING.includes(kind)) return;
    const trouble = kind === "saved" ? "" : kind;
    this.line.classList.toggle("trouble", trouble !== "");
    if (trouble !== this.trouble) this.spoken.textContent = text;
    this.trouble = trouble;
  }

  /** The text with the reason in its place. */
  why(kind, why) {
    this.tell(kind, this.words[kind].replace("{why}", why));
  }

  /** Who else is in the form. */
  company(sentences) {
    const text = sentences.join(" ");
    if (this.also.textContent !== text) this.also.textContent = text;
  }
}
