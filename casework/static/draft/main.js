/* Ties the modules for a form that several people write in to its page. */

import { Bar } from "./bar.js";
import { Keeper } from "./keeper.js";
import { Page } from "./page.js";
import { tendRows } from "./rows.js";
import { SignIn } from "./sign_in.js";

const CHOICES = /^(keep|take|join):/;
const form = document.getElementById("record");
const page = new Page(form);
const bar = new Bar(form);
const signIn = new SignIn(page, bar);
const keeper = new Keeper(page, bar, signIn);
let isPassing = false;

/** What a button of the form does: a choice between two texts stays in the page, all else leads on when all is saved. */
async function press(button) {
  const way = button?.value ?? "save";
  if (CHOICES.test(way)) {
    keeper.touched(page.fieldOf(button));
    await keeper.keep(way);
    return;
  }
  page.isLeaving = true;
  const isKept = await keeper.keep();
  if (isKept || keeper.isOnlyOdd || keeper.isOvertaken) pass(button); // the server says what is wrong, at its place
  page.isLeaving = isPassing;
}

function pass(button) {
  isPassing = true;
  form.requestSubmit(button);
}

form.addEventListener("input", (event) => keeper.touched(page.fieldOf(event.target)));
form.addEventListener("focusout", (event) => {
  const id = page.fieldOf(event.target);
  setTimeout(() => keeper.left(id));
});
form.addEventListener("focusin", () => keeper.moved());
tendRows(form, bar.words, (id) => keeper.touched(id));
if (form.dataset.unkept) page.allFields().forEach((id) => keeper.touched(id));

document.addEventListener(
  "submit",
  (event) => {
    if (event.target !== form || form.dataset.sent) return;
    const button = event.submitter;
    if (!isPassing && (keeper.isUnsaved || CHOICES.test(button?.value))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      press(button);
      return;
    }
    isPassing = true;
    page.seal();
  },
  true,
);

signIn.onSignedIn = () => keeper.again();
window.addEventListener("online", () => keeper.again());
window.addEventListener("pagehide", () => isPassing || keeper.hurry());
document.addEventListener("visibilitychange", () => (document.hidden ? isPassing || keeper.hurry() : keeper.ask()));
window.addEventListener("beforeunload", (event) => {
  if (keeper.isUnsaved && !isPassing) event.preventDefault();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) isPassing = false;
});
