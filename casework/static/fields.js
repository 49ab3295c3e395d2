/* Comforts of single questions, in pages that work without: which day a date is, how much room a text has left. */
(() => {
  "use strict";

  const DAY = "input[type=date], input[type=datetime-local]";
  const NEARLY_FULL = 0.1; // of the room is left
  const place = document.getElementById("days");
  if (!place) return;
  const say = place.dataset;
  const free = JSON.parse(say.free);
  const language = document.documentElement.lang;
  const written = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
  });

  /** What is said of the day (2026-12-24), as the server says it, and whether one may want to think of it. */
  function noteOf(day, input) {
    const on = new Date(`${day}T12:00Z`);
    const text = written.format(on).replace(",", "");
    const advice = [];
    if (free[day]) advice.push(say.sayHoliday.replace("{name}", free[day]));
    else if (on.getUTCDay() % 6 === 0) advice.push(say.sayWeekend);
    if (input.max && day > input.max.slice(0, 10)) advice.push(say.sayNotYet);
    if (input.min && day < input.min.slice(0, 10)) advice.push(say.sayBeen);
    return [[text.charAt(0).toUpperCase() + text.slice(1), ...advice].join(". "), advice.length > 0];
  }

  /** Writes under a date which day it is; while it is empty, today can be put into it. */
  function followDay(input, isTyped) {
    const note = document.getElementById(`${input.id}-day`);
    const day = input.value.slice(0, 10);
    if (!note) return;
    const [text, isAdvice] = day ? noteOf(day, input) : ["", false];
    note.textContent = text;
    if (!day && input.type === "date" && !input.min) note.append(todayButton(input));
    if (isTyped) place.textContent = isAdvice ? text : "";
  }

  /** A button that puts today into the date; read out with the question that it belongs to. */
  function todayButton(input) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "link-button" });
    button.textContent = say.sayToday;
    button.setAttribute("aria-label", `${say.sayToday}: ${input.labels[0]?.firstChild?.textContent.trim() ?? ""}`);
    button.addEventListener("click", () => {
      input.value = say.today;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.focus();
    });
    return button;
  }

  /** Says how much room is left once a text is nearly as long as it may be; in steps, so that it stays quiet. */
  function followLength(input) {
    const limit = Number(input.dataset.limit);
    const left = limit - input.value.length;
    const step = limit > 1000 ? 100 : 10;
    const near = left <= limit * NEARLY_FULL;
    const shown = document.getElementById(`${input.id}-left`);
    if (!near) return shown?.remove();
    const line = shown ?? document.createElement("p");
    if (!shown) {
      Object.assign(line, { id: `${input.id}-left`, className: "day-note" });
      line.setAttribute("role", "status");
      input.after(line);
    }
    const text = left < 0 ? say.sayOver.replace("{count}", -left) : say.sayLeft.replace("{count}", Math.ceil(left / step) * step);
    if (line.textContent !== text) line.textContent = text;
  }

  /** Lets a text area be as high as its text, where the browser does not do so itself. */
  function grow(area) {
    if (CSS.supports("field-sizing", "content")) return;
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + 2}px`;
  }

  /** Follows an input: as it is when it comes, or as it is being written. */
  function follow(input, isTyped) {
    if (input.matches(DAY)) followDay(input, isTyped);
    if (input.dataset.limit) followLength(input);
    if (input.matches("textarea")) grow(input);
  }

  /** Follows every input in a piece of the page; a piece of text has none. */
  function followAll(piece) {
    piece.querySelectorAll?.("input, textarea").forEach((input) => follow(input, false));
  }

  document.addEventListener("input", (event) => follow(event.target, true));
  followAll(document);
  new MutationObserver((changes) => {
    for (const change of changes) change.addedNodes.forEach(followAll);
  }).observe(place.closest("form"), { childList: true, subtree: true });
})();
