/* Signing in again without leaving the page, so that nothing that stands in it is lost. */

export class SignIn {
  constructor(page, bar) {
    Object.assign(this, { page, bar });
    this.form = document.getElementById("again");
    this.place = document.querySelector("[data-again]");
    this.text = document.querySelector("[data-again-text]");
    this.isOpen = false;
    this.onSignedIn = () => {};
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  open(text) {
    this.text.textContent = text;
    if (this.isOpen) return;
    this.isOpen = true;
    this.place.hidden = false;
    const isInForm = this.page.form.contains(document.activeElement);
    if (!isInForm) this.form.elements.namedItem("username").focus(); // who writes is not torn away
  }

  /** Sends name and password to the page for signing in; the token comes from there too. */
  async send() {
    const { username, password } = Object.fromEntries(new FormData(this.form));
    try {
      const body = new URLSearchParams({ csrf_token: await this.token(), username, password });
      const answer = await fetch(this.form.dataset.signIn, { method: "POST", body, redirect: "manual" });
      if (answer.type !== "opaqueredirect") return this.tell(answer.status === 429 ? "tooMany" : "wrong");
      await this.renewTokens();
    } catch {
      return this.tell("offline");
    }
    this.form.reset();
    this.place.hidden = true;
    this.isOpen = false;
    this.onSignedIn();
    return undefined;
  }

  tell(kind) {
    this.text.textContent = this.bar.words[kind];
    this.text.focus();
  }

  /** The token that forms of this browser's session carry. */
  async token() {
    const page = await (await fetch(this.form.dataset.own)).text();
    return new DOMParser().parseFromString(page, "text/html").querySelector("[name=csrf_token]").value;
  }

  async renewTokens() {
    const token = await this.token();
    for (const one of document.querySelectorAll("input[name=csrf_token]")) one.value = token;
  }
}
