/* Rows of a table come, go and move in the page; the focus stays where a person at the keys expects it. */

const VERBS = /^(add|remove|up|down):([a-z0-9_]+)/;

/** Lets the row buttons of the form work in the page; `touched` hears of each table that was changed. */
export function tendRows(form, words, touched) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[name=do]");
    const [, verb, field] = button?.value.match(VERBS) ?? [];
    const list = field && form.querySelector(`[data-rows="${field}"]`);
    if (!list) return;
    event.preventDefault();
    list.querySelector(".undo")?.remove();
    ({ add, remove, up, down })[verb](list, button.closest(".rowset"), button, words, () => touched(field));
    tidy(list);
    touched(field);
  });
}

function add(list) {
  list.append(list.parentElement.querySelector("template").content.cloneNode(true));
  const row = list.lastElementChild;
  row.querySelector("[name$='-_row']").value = newId();
  tidy(list);
  row.querySelector("input:not([type=hidden]), select, textarea").focus();
}

/** The row leaves the page, and a line in its place brings it back. */
function remove(list, row, _button, words, touched) {
  const line = document.createElement("p");
  line.className = "undo";
  line.append(`${words.removed.replace("{row}", row.dataset.rowTitle)} `);
  const back = Object.assign(document.createElement("button"), { type: "button", className: "ds-button", textContent: words.undo });
  back.dataset.variant = "tertiary";
  back.setAttribute("aria-label", `${line.textContent}${words.undo}`);
  back.addEventListener("click", () => {
    line.replaceWith(row);
    tidy(list);
    row.querySelector("input:not([type=hidden]), select, textarea").focus();
    touched();
  });
  line.append(back);
  row.replaceWith(line);
  back.focus();
}

// The neighbour is moved, not the row: what has the focus keeps it.
function up(list, row, button) {
  row.after(row.previousElementSibling);
  stay(list, row, button, "down");
}

function down(list, row, button) {
  row.before(row.nextElementSibling);
  stay(list, row, button, "up");
}

/** At the end of its way the button is gone; the one that leads back takes the focus. */
function stay(list, row, button, other) {
  tidy(list);
  if (button.hidden) row.querySelector(`button[value^="${other}:"]`).focus();
}

/** Numbers the rows anew, in names, ids and headings. */
function tidy(list) {
  const rows = list.querySelectorAll(":scope > .rowset");
  rows.forEach((row, index) => {
    const own = row.querySelector("[name$='-_row']");
    const was = own.name.slice(0, -"_row".length);
    const is = `${list.dataset.rows}-${index}-`;
    const title = `${list.dataset.rowWord} ${index + 1}`;
    for (const one of row.querySelectorAll("*")) {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        if (one.hasAttribute(name)) one.setAttribute(name, one.getAttribute(name).replaceAll(was, is));
      }
    }
    for (const one of row.querySelectorAll(".tools button")) {
      one.setAttribute("aria-label", one.getAttribute("aria-label").replace(row.dataset.rowTitle, title));
      one.value = one.value.replace(/^([a-z]+:[a-z0-9_]+):.*$/, `$1:${own.value}`);
    }
    row.querySelector("legend").textContent = title;
    row.dataset.rowTitle = title;
    row.querySelector("button[value^='up:']").hidden = index === 0;
    row.querySelector("button[value^='down:']").hidden = index === rows.length - 1;
  });
  const more = list.parentElement.querySelector("button[value^='add:']").parentElement;
  more.hidden = rows.length >= Number(list.dataset.most);
}

function newId() {
  return [...crypto.getRandomValues(new Uint8Array(5))].map((one) => one.toString(16).padStart(2, "0")).join("");
}
