/* Small comforts on top of pages that work without any script:
   Ctrl+K for the search, focus on what went wrong, parts that follow an answer, one sending per click, a warning before typed text is lost,
   a link to copy, the place where one is brought into sight, long work that goes on by itself. */
(() => {
  "use strict";

  /** Moves focus to the summary of errors, so that it is the first thing read out. */
  function focusProblems() {
    document.querySelector("[data-focus]")?.focus();
  }

  /** Lets Ctrl+K (⌘K) lead to the search. A letter alone would be in the way of who speaks to the computer. */
  function leadToSearch() {
    document.addEventListener("keydown", (event) => {
      const isAsked = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
      if (!isAsked || event.altKey || event.shiftKey) return;
      const fields = [...document.querySelectorAll("input[type=search]")];
      const field = fields.find((one) => one.checkVisibility());
      if (!field) return;
      event.preventDefault();
      field.focus();
      field.select();
    });
  }

  /** The values that stand chosen or typed for a name in the form, leaving out what is switched off. */
  function answers(form, name) {
    return [...form.elements]
      .filter((input) => input.name === name && !input.disabled)
      .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
      .map((input) => input.value);
  }

  /** Shows the parts whose conditions hold, and hides and switches off the others, in page order. */
  function followAnswers(form) {
    for (const part of form.querySelectorAll("[data-shown-if]")) {
      const wanted = Object.entries(JSON.parse(part.dataset.shownIf));
      const shown = wanted.every(([name, values]) => answers(form, name).some((value) => values.includes(value)));
      part.hidden = !shown;
      for (const input of part.querySelectorAll("input, select, textarea, button")) {
        input.disabled = input.closest("[data-shown-if][hidden]") !== null;
      }
    }
    form.querySelectorAll(".formpart").forEach((part) => foldEmpty(form, part));
  }

  /** Hides a part of the form, and its line in the list of parts, while none of its questions is asked. */
  function foldEmpty(form, part) {
    const questions = [...part.querySelectorAll(".question")];
    part.hidden = questions.length > 0 && questions.every((one) => one.closest("[data-shown-if][hidden]"));
    for (const link of form.querySelectorAll(`.formnav a[href="#${part.id}"]`)) link.closest("li").hidden = part.hidden;
  }

  /** Puts the text where the form tells its state; a form without such a place gets one beside the button. */
  function tell(form, text, button) {
    let place = form.querySelector("[data-save-status]");
    if (!place && button) {
      place = Object.assign(document.createElement("span"), { className: "sending" });
      place.setAttribute("role", "status");
      place.setAttribute("data-save-status", "");
      button.after(place);
    }
    if (place) place.textContent = text;
  }

  /** Lets a form be sent once; the button stays readable and can be used again when the page comes back. */
  function sendOnce(form) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      delete form.dataset.changed;
      event.submitter?.setAttribute("aria-disabled", "true");
      if (form.dataset.sending) tell(form, form.dataset.sending, event.submitter);
    });
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  }

  /** Tells of a file that is larger than may be sent, before it is sent. */
  function weighFile(form, input) {
    form.addEventListener("submit", (event) => {
      const isTooLarge = [...input.files].some((file) => file.size > Number(input.dataset.largest));
      form.querySelector("[data-file-told]").textContent = isTooLarge ? input.dataset.tooLarge : "";
      input.setAttribute("aria-invalid", String(isTooLarge));
      if (!isTooLarge) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      input.focus();
    });
  }

  /** Remembers that something was typed, says so, and asks the browser to warn before it is lost. */
  function guardTyping(form) {
    form.addEventListener("input", () => {
      if (form.dataset.changed) return;
      form.dataset.changed = "yes";
      form.querySelector("[data-save-status]")?.closest(".saved")?.classList.add("unsaved");
      tell(form, form.dataset.unsaved, null);
    });
    window.addEventListener("beforeunload", (event) => {
      if (form.dataset.changed) event.preventDefault();
    });
  }

  /** Shows the button that copies the page's address, and says when it has. */
  function offerLink(place) {
    if (!navigator.clipboard) return;
    const told = place.querySelector("[data-copied]");
    place.hidden = false;
    place.querySelector("button").addEventListener("click", async () => {
      await navigator.clipboard.writeText(location.origin + location.pathname);
      told.textContent = told.dataset.copied;
    });
  }

  /** Brings the place where one is, and the one that takes the focus, into sight in a row longer than the window is wide. */
  function showHere(row) {
    const here = row.querySelector("[aria-current]");
    const gap = here ? here.getBoundingClientRect().right - row.getBoundingClientRect().right : 0;
    if (gap > 0) row.scrollLeft += gap + parseFloat(getComputedStyle(row).paddingInlineEnd);
    row.addEventListener("focusin", (event) => event.target.scrollIntoView({ block: "nearest", inline: "nearest" }));
  }

  /** Shows at once what a form says as it is filled in: asks as its button for that would, and puts parts of the answer here. */
  function showAsChosen(form, parts) {
    let latest = 0;
    form.addEventListener("change", async (event) => {
      const asked = ++latest;
      const body = new URLSearchParams(new FormData(form));
      body.set("do", "look");
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body });
      if (!answer.ok || asked !== latest) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const id of parts) {
        const here = document.getElementById(id);
        const there = page.getElementById(id);
        if (here && there && !here.contains(event.target)) here.replaceWith(there);
      }
    });
  }

  document.querySelectorAll("[data-live]").forEach((one) => showAsChosen(one.closest("form"), one.dataset.live.split(" ")));
  document.querySelectorAll(".subnav ul, .views").forEach(showHere);
  document.querySelectorAll("[data-copy]").forEach(offerLink);
  document.querySelectorAll("form").forEach((form) => {
    if (form.querySelector("[data-shown-if]")) {
      followAnswers(form);
      form.addEventListener("change", () => followAnswers(form));
    }
    form.querySelectorAll("input[data-largest]").forEach((input) => weighFile(form, input));
    if (form.getAttribute("method") === "post") sendOnce(form);
    if (form.dataset.unsaved) guardTyping(form);
  });
  leadToSearch();
  document.querySelector("[data-go-on]")?.closest("form").requestSubmit();  // long work, one part after the other
  focusProblems();
})();
