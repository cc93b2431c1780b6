// SPDX-License-Identifier: MIT
// The choices above the map: what can be chosen, and what is.
import { loadingWords, monthNames, monthsLater, sentence } from "./words.js";

const monthsAhead = 24; // how far beyond the model's records a planner may look

function fillSelect(select, options, chosen) {
  select.replaceChildren(
    ...options.map(([value, text]) => {
      const option = document.createElement("option");
      option.value = value;
      option.textContent = text;
      return option;
    }),
  );
  select.value = chosen;
}

/** A month that the force's model can tell: `wanted`, with the last year there is where it has none. */
export function monthFor(force, wanted) {
  const [, year, number] = /^(\d{4})?-(\d{2})$/.exec(wanted) ?? [];
  if (number === undefined || Number(number) < 1 || Number(number) > 12) return force.last;
  if (year !== undefined) return `${year}-${number}`;
  const lastYear = Number(force.last.slice(0, 4));
  return `${number <= force.last.slice(5) ? lastYear : lastYear - 1}-${number}`;
}

/** Shows what can be chosen for a force, and the state as chosen. */
export function showChoices(page, forces, force, state) {
  fillSelect(page.force, forces.map((each) => [each.force, each.name]), force.force);
  const [year, number] = state.month.split("-");
  const first = Math.min(Number(force.first.slice(0, 4)), Number(year));
  const last = Math.max(Number(monthsLater(force.last, monthsAhead).slice(0, 4)), Number(year));
  const years = Array.from({ length: last - first + 1 }, (_, at) => String(first + at));
  fillSelect(page.year, years.map((each) => [each, each]), year);
  fillSelect(page.month, monthNames.map((name, at) => [String(at + 1).padStart(2, "0"), name]), number);
  fillSelect(page.type, [["", "All crime types"], ...force.types.map((type) => [type, sentence(type)])], state.crime_type);
  showLoading(page, state.loading);
  page.seed.value = state.seed;
  page.byHead.hidden = !force.people;
  page.form.elements.value.value = state.value;
}

/** Shows a loading on the slider, whose end gives way to a larger one, and in words. */
export function showLoading(page, loading) {
  if (loading > Number(page.loading.max)) page.loading.max = String(Math.ceil(loading));
  page.loading.value = String(loading);
  page.loadingWords.textContent = loadingWords(loading);
  page.loading.setAttribute("aria-valuetext", loadingWords(loading));
}
