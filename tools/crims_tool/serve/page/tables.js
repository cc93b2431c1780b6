// SPDX-License-Identifier: MIT
// The tables: crimes by type, and zones with the most crime.
import { amount, change, count, sentence } from "./words.js";

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function row(cells) {
  const made = document.createElement("tr");
  made.append(...cells);
  return made;
}

const number = (text) => element("td", text, { class: "number" });

function heads(...texts) {
  const [first, ...others] = texts;
  return row([element("th", first, { scope: "col" }), ...others.map((text) => element("th", text, { scope: "col", class: "number" }))]);
}

/** A bar of a share of the largest; the number beside it tells the same. */
function bar(value, largest) {
  const cell = element("td", "", { class: "bar", "aria-hidden": "true" });
  const made = document.createElement("div");
  made.style.width = `${largest > 0 ? (100 * value) / largest : 0}%`;
  cell.append(made);
  return cell;
}

function fill(table, caption, head, body, foot = []) {
  const parts = [element("caption", caption), document.createElement("thead"), document.createElement("tbody")];
  parts[1].append(head);
  parts[2].append(...body);
  if (foot.length > 0) {
    const end = document.createElement("tfoot");
    end.append(...foot);
    parts.push(end);
  }
  table.replaceChildren(...parts);
}

/**
 * Crimes by type. `rows` are {type, crimes, before}; with `compared` the number with loading 1 (`before`) and the change stand
 * beside it. `shownType` is marked.
 */
export function drawTypes(table, { caption, rows, compared, shownType }) {
  table.classList.toggle("compared", compared);
  const largest = Math.max(0, ...rows.map((each) => each.crimes));
  const cells = ({ crimes, before }) => (compared ? [number(count(crimes)), number(count(before)), number(change(crimes, before))] : [number(count(crimes))]);
  const sum = (key) => rows.reduce((total, each) => total + each[key], 0);
  const head = compared ? heads("Crime type", "crimes", "loading 1", "change") : heads("Crime type", "crimes");
  const barHead = element("td", "", { class: "bar", "aria-hidden": "true" });
  head.append(barHead);
  const body = rows.map((each) => {
    const made = row([element("th", sentence(each.type), { scope: "row" }), ...cells(each), bar(each.crimes, largest)]);
    made.classList.toggle("shown", each.type === shownType);
    return made;
  });
  const foot = row([element("th", "All crime types", { scope: "row" }), ...cells({ crimes: sum("crimes"), before: sum("before") }), element("td", "", { class: "bar", "aria-hidden": "true" })]);
  fill(table, caption, head, body, [foot]);
}

/** Zones, each with a button that keeps it on the map. `rows` are {at, code, crimes, rate}; `column` names the rate; `kept` is the number of the kept zone. */
export function drawZones(table, { caption, rows, column, kept, choose }) {
  const body = rows.map((each) => {
    const name = document.createElement("th");
    name.setAttribute("scope", "row");
    const button = element("button", each.code, { type: "button", class: "plain", "aria-pressed": String(each.at === kept) });
    button.addEventListener("click", () => choose(each.at === kept ? -1 : each.at));
    button.dataset.at = each.at;
    name.append(button);
    const made = row([name, number(count(each.crimes)), number(each.rate === undefined ? "" : amount(each.rate))]);
    made.classList.toggle("shown", each.at === kept);
    return made;
  });
  const focused = table.contains(document.activeElement) ? document.activeElement.dataset.at : undefined;
  fill(table, caption, heads("Zone", "crimes", column), body);
  if (focused !== undefined) table.querySelector(`button[data-at="${focused}"]`)?.focus({ preventScroll: true });
}
