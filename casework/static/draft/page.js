/* The form in the page: which question an input belongs to, what the page would send, and questions that are shown anew. */

/** The inputs by which the page tells the server of itself; `_base` is what it showed when it last heard. */
const OWN = ["csrf_token", "_writer", "_page"];

export class Page {
  constructor(form) {
    this.form = form;
    this.base = JSON.parse(this.own("_base").value);
    this.turn = Number(this.own("_turn").value) - 1; // of the last sending
    this.heard = 0; // the last sending that was answered
    this.seen = Number(this.own("_seen").value); // the saving that the page shows
    this.isBegun = this.seen > 0;
    this.isShared = !form.dataset.alone; // others may write here too
    this.isLeaving = false; // a button that leads on has been pressed
  }

  own(name) {
    return this.form.elements.namedItem(name);
  }

  question(id) {
    return this.form.querySelector(`[data-field="${id}"]`);
  }

  fieldOf(element) {
    return element.closest?.("[data-field]")?.dataset.field ?? "";
  }

  allFields() {
    return [...this.form.querySelectorAll("[data-field]")].map((one) => one.dataset.field);
  }

  /** Whether somebody is in the question just now. */
  isBusy(id) {
    return this.question(id)?.contains(document.activeElement) ?? false;
  }

  /** The part of the form that the focus is in. */
  part() {
    return document.activeElement?.closest(".formpart")?.id.replace(/^part-/, "") ?? "";
  }

  /** What is sent for these questions; what is switched off is left out, as when a form is sent. */
  body(ids, more) {
    const body = new URLSearchParams(OWN.map((name) => [name, this.own(name).value]));
    const own = (path) => ids.has(path.split(".")[0]);
    const base = Object.fromEntries(Object.entries(this.base).filter(([path]) => own(path)));
    const told = { _turn: this.turn, _heard: this.heard, _seen: this.seen, _part: this.part(), _base: JSON.stringify(base), ...more };
    for (const [name, value] of Object.entries(told)) body.append(name, value);
    for (const one of this.form.elements) {
      if (!one.name || one.disabled || one.type === "submit" || !ids.has(this.fieldOf(one))) continue;
      if (["radio", "checkbox"].includes(one.type) && !one.checked) continue;
      body.append(one.name, one.value);
    }
    return body;
  }

  /** Writes down in the form itself what the page shows, for when the browser sends it. */
  seal() {
    this.own("_base").value = JSON.stringify(this.base);
    this.own("_turn").value = ++this.turn;
    this.own("_seen").value = this.seen;
    this.own("_heard").value = this.heard;
  }

  /** From now on the page shows this at the question. */
  holds(id, prints) {
    const others = Object.entries(this.base).filter(([path]) => path.split(".")[0] !== id);
    const mine = Object.entries(prints).filter(([path]) => path.split(".")[0] === id);
    this.base = Object.fromEntries([...others, ...mine]);
  }

  /** Puts the question in the place of the one that is there. */
  show(id, html) {
    this.question(id)?.replaceWith(made(html));
    this.form.dispatchEvent(new Event("change")); // what depends on the answer follows
  }

  /** Shows what others have written at the question, and leaves its inputs alone. */
  tellOthers(id, html) {
    const place = this.question(id)?.querySelector("[data-others]");
    const anew = made(html).querySelector("[data-others]");
    if (place && anew && place.innerHTML !== anew.innerHTML) place.replaceWith(anew);
  }

  /** Goes to the first input of the question. */
  enter(id) {
    this.question(id)?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }

  /** The server has answered about the draft: the first time the page gets its address. */
  found(told) {
    this.seen = told.revision;
    if (!this.isShared) return;
    if (!this.isBegun) {
      this.isBegun = true;
      if (!this.isLeaving) history.replaceState(history.state, "", told.address);
      this.form.action = told.address;
      this.form.dataset.keep = told.keep;
    }
    const state = document.querySelector("[data-state] .tag");
    if (state) state.textContent = told.state;
    for (const one of document.querySelectorAll("[data-progress]")) one.textContent = told.progress;
    for (const one of document.querySelectorAll("[data-part]")) {
      const [done, count] = one.children;
      count.textContent = told.parts[one.dataset.part] ?? "";
      const [answered, total] = count.textContent.split("/");
      done.hidden = answered !== total;
      count.hidden = !done.hidden;
    }
  }
}

function made(html) {
  const frame = document.createElement("template");
  frame.innerHTML = html.trim();
  return frame.content.querySelector("[data-field]");
}
