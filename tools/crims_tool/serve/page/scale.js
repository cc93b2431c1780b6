// SPDX-License-Identifier: MIT
// Which colour a value has, and what the colours mean.
import { amount, count } from "./words.js";

export const classCount = 6;

/** The number with the fewest digits between two others. */
function roundest(low, high) {
  for (let unit = 10 ** Math.ceil(Math.log10(high)); unit > high / 1e9; unit /= 10) {
    for (const step of [unit * 5, unit]) {
      const multiple = Math.ceil(low / step) * step;
      if (multiple < high && multiple > 0) return Number(multiple.toPrecision(12));
    }
  }
  return low;
}

/** Upper limits, each included, of classes with about the same number of the values above 0. The last class has none. */
export function limitsOf(values, classes = classCount) {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  const limits = [];
  for (let i = 1; i < classes && sorted.length > 0; ++i) {
    const value = sorted[Math.ceil((sorted.length * i) / classes) - 1];
    const above = sorted.find((other) => other > value);
    if (above === undefined) break;
    const limit = roundest(value, above);
    if (limits.length === 0 || limit > limits.at(-1)) limits.push(limit);
  }
  return limits;
}

/** 0 for no crime, else 1 to `classCount`: with few classes the colours are spread over the scale. */
export function classOf(value, limits) {
  if (value <= 0) return 0;
  const found = limits.findIndex((limit) => value <= limit);
  return colourOf(found < 0 ? limits.length : found, limits);
}

function colourOf(at, limits) {
  return limits.length === 0 ? 3 : 1 + Math.round((at * (classCount - 1)) / limits.length);
}

/** Gives an element the colour of a class. */
export function colour(element, className) {
  for (let i = 0; i <= classCount; ++i) element.classList.toggle(`k${i}`, i === className);
}

function rangeWords(at, limits, whole) {
  const last = at === limits.length;
  if (limits.length === 0) return "1 or more";
  if (!whole) return last ? `over ${amount(limits.at(-1))}` : at === 0 ? `up to ${amount(limits[0])}` : `${amount(limits[at - 1])} to ${amount(limits[at])}`;
  const low = at === 0 ? 1 : Math.floor(limits[at - 1]) + 1;
  const high = last ? 0 : Math.floor(limits[at]);
  if (last) return `${count(low)} or more`;
  return low >= high ? count(high) : `${count(low)} to ${count(high)}`;
}

/** Writes the legend: one entry for each colour, with its range in `unit`. */
export function drawLegend(list, limits, unit, whole) {
  const entries = [[0, "none"]];
  for (let at = 0; at <= limits.length; ++at) entries.push([colourOf(at, limits), rangeWords(at, limits, whole)]);
  list.replaceChildren(
    ...entries.map(([className, words], at) => {
      const item = document.createElement("li");
      const swatch = document.createElement("span");
      swatch.className = "swatch";
      swatch.setAttribute("aria-hidden", "true");
      colour(swatch, className);
      item.append(swatch, at === entries.length - 1 ? `${words} ${unit}` : words);
      return item;
    }),
  );
}
