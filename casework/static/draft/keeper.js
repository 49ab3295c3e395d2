/* Keeps what is typed: sends it while somebody writes, goes on trying when it cannot, and brings what others have written. */

const PAUSE = 1000; // after the last key, in milliseconds
const LONGEST_PAUSE = 4000; // since the first key that is not saved
const ASK_EVERY = 5000;
const TRY_AGAIN = [2000, 4000, 8000, 15000, 30000];
const LARGEST_AT_LEAVING = 60_000; // what a browser sends on for a page that is gone

export class Keeper {
  constructor(page, bar, signIn) {
    Object.assign(this, { page, bar, signIn });
    this.typed = new Set(); // questions with something that was not sent yet
    this.sent = new Set(); // questions that were sent and not answered for
    this.odd = new Set(); // questions with something that cannot be kept as it is
    this.waiting = new Map(); // questions to show anew when nobody is in them any more
    this.onItsWay = null;
    this.failures = 0;
    this.isStopped = false; // the server takes in nothing more from this page
    this.isOvertaken = false; // because somebody was first: what a button sends is answered with both
    this.firstTyped = 0;
    setInterval(() => this.ask(), ASK_EVERY);
  }

  get isUnsaved() {
    return this.typed.size + this.sent.size + this.odd.size > 0;
  }

  get isOnlyOdd() {
    return this.odd.size > 0 && this.typed.size + this.sent.size === 0;
  }

  /** Something was written at the question. */
  touched(id) {
    if (!id) return;
    this.typed.add(id);
    this.odd.delete(id);
    if (this.isStopped || this.signIn.isOpen) return;
    if (this.failures) {
      this.bar.tell(this.trouble);
      return;
    }
    this.firstTyped ||= Date.now();
    this.bar.tell("unsaved");
    this.later(Math.max(0, Math.min(PAUSE, this.firstTyped + LONGEST_PAUSE - Date.now())));
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.failures ? this.send() : this.keep()), pause);
  }

  /** Somebody goes to another part: others are told without delay. */
  moved() {
    const part = this.page.part();
    if (part !== this.part) this.ask();
    this.part = part;
  }

  /** Asks what is new while nothing is to be saved. */
  ask() {
    const isIdle = this.typed.size + this.sent.size === 0 && !this.onItsWay && !this.failures && !this.isStopped;
    if (isIdle && this.page.isShared && this.page.isBegun && !document.hidden && !this.signIn.isOpen) this.send();
  }

  /** Sends what is not saved, once what is on its way has come; whether all is saved then. */
  async keep(way = "") {
    clearTimeout(this.timer);
    await this.onItsWay;
    if (this.typed.size + this.sent.size || way) await this.send(way);
    while (this.typed.size && !this.failures && !this.isStopped && !this.signIn.isOpen) await this.send(); // typed meanwhile
    return !this.isUnsaved && !this.failures && !this.isStopped;
  }

  /** Sends at once, for the page may be gone the next moment. */
  hurry() {
    if (this.typed.size && !this.isStopped && !this.signIn.isOpen) this.send();
  }

  /** The connection, or the session, is back. */
  again() {
    if (!this.isStopped && (this.failures || this.isUnsaved)) this.send();
  }

  send(way = "") {
    const sending = this.sending(way).finally(() => {
      if (this.onItsWay === sending) this.onItsWay = null;
    });
    this.onItsWay = sending;
    return sending;
  }

  async sending(way) {
    this.sent = new Set([...this.sent, ...this.typed]);
    this.typed = new Set();
    this.firstTyped = 0;
    const turn = this.sent.size ? ++this.page.turn : this.page.turn;
    const body = this.page.body(this.sent, way ? { do: way } : {});
    if (this.sent.size && !this.failures) this.bar.tell("saving");
    const answer = await this.posted(body);
    const told = await answer?.json().catch(() => null);
    if (turn < this.page.turn) return; // a later one carries all that this one had
    if (!answer) this.failed("offline");
    else if (!told || answer.status >= 500) this.failed("failed");
    else if (answer.ok) this.took(told, turn, way);
    else await this.refused(answer.status, told);
  }

  posted(body) {
    const keepalive = String(body).length < LARGEST_AT_LEAVING;
    const headers = { Accept: "application/json" };
    return fetch(this.page.form.dataset.keep, { method: "POST", body, headers, keepalive, redirect: "error" }).catch(() => null);
  }

  /** What was sent is kept. */
  took(told, turn, way) {
    const hasNews = this.sent.size > 0 || way || this.failures > 0;
    this.failures = 0;
    this.isRenewed = false;
    this.page.heard = turn;
    this.sent = new Set();
    for (const id of Object.keys(told.unkept)) if (!this.typed.has(id)) this.odd.add(id);
    if (told.revision !== undefined) this.hear(told, way);
    const why = Object.values(told.unkept)[0];
    if (why) this.bar.why("unkept", why);
    else if (hasNews && told.saved && !this.isUnsaved) this.bar.tell("saved", told.saved);
    if (this.typed.size) this.later(PAUSE);
  }

  hear(told, way) {
    this.page.found(told);
    for (const id of told.kept) {
      this.page.holds(id, told.base);
      this.waiting.delete(id);
    }
    for (const [id, one] of Object.entries(told.news)) this.hearOf(id, one, way);
    this.bar.company(told.people);
  }

  /** Others have written at the question: it is shown as soon as that takes nothing from who is in it. */
  hearOf(id, one, way) {
    const isMine = this.typed.has(id) || this.odd.has(id) || one.stays;
    const isAsked = way && this.page.isBusy(id);
    if (isMine || (this.page.isBusy(id) && !isAsked)) {
      this.page.tellOthers(id, one.html);
      if (!isMine) this.waiting.set(id, one);
      return;
    }
    this.waiting.delete(id);
    this.page.show(id, one.html);
    this.page.holds(id, one.base);
    if (isAsked) this.page.enter(id);
  }

  /** Shows what had to wait for somebody to leave the question. */
  left(id) {
    const one = this.waiting.get(id);
    if (one && !this.sent.has(id)) this.hearOf(id, one, "");
  }

  async refused(status, told) {
    if (status === 401) {
      this.bar.tell("signedOut");
      this.signIn.open(`${told.heading}. ${told.text}`);
    } else if (status === 400 && !this.isRenewed) {
      this.isRenewed = true; // the token is of an earlier session: with that of this one it is sent again
      await this.signIn.renewTokens().catch(() => null);
      this.later(0);
    } else {
      this.isStopped = true;
      this.isOvertaken = status === 409;
      this.bar.why("refused", told.text);
    }
  }

  failed(trouble) {
    this.trouble = trouble;
    if (this.isUnsaved) this.bar.tell(trouble);
    this.later(TRY_AGAIN[Math.min(this.failures, TRY_AGAIN.length - 1)]);
    this.failures += 1;
  }
}
