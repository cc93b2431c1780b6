// SPDX-License-Identifier: MIT
// A summary on the page: headline, map, tables and week.
import { byType, crimesIn } from "./answers.js";
import { classOf, drawLegend, limitsOf } from "./scale.js";
import { drawTypes, drawZones } from "./tables.js";
import { amount, change, count, crimes, monthWords } from "./words.js";

const fewZones = 10;

/** "July 2023", "July 2023 to May 2024". */
const periodWords = ({ from, to }) => (from === to ? monthWords(from) : `${monthWords(from)} to ${monthWords(to)}`);

/** "1,234 simulated crimes". */
const simulated = (number) => `${count(number)} simulated ${number === 1 ? "crime" : "crimes"}`;

/** Numbers of crimes, crimes per km², or per 1,000 people: what a colour and the second column of the table mean. */
const rates = {
  count: { unit: "crimes", column: "per km²", whole: true },
  density: { unit: "crimes per km²", column: "per km²", whole: false },
  per_1000: { unit: "crimes per 1,000 people", column: "per 1,000 people", whole: false },
};

/** What is true of each zone: {at, code, crimes, rate or undefined, value}. The rate is by area or by head. */
function zoneValues(zones, summary, state) {
  return zones.codes.map((code, at) => {
    const number = crimesIn(summary, code, state.crime_type);
    const of = state.value === "per_1000" ? zones.people[at] / 1000 : zones.areas[at];
    const rate = of > 0 ? number / of : undefined;
    return { at, code, crimes: number, rate, value: rates[state.value].whole ? number : (rate ?? 0) };
  });
}

/** "E02999010: 31 crimes, 12.3 per km²". */
const zoneWords = (zone, column) => `${zone.code}: ${crimes(zone.crimes)}${zone.rate === undefined ? "" : `, ${amount(zone.rate)} ${column}`}`;

/** "all crime types", "burglary". */
export const typeWords = (type) => (type === "" ? "all crime types" : type);

/** Colours by the crimes with loading 1, so that the slider changes colours and not what they mean. */
export function showMap(page, map, { zones, summary, base, state }) {
  const values = zoneValues(zones, summary, state);
  const { unit, column, whole } = rates[state.value];
  const limits = limitsOf(zoneValues(zones, base, state).map((zone) => zone.value));
  page.words = values.map((zone) => zoneWords(zone, column));
  map.paint(values.map((zone) => classOf(zone.value, limits)), page.words);
  drawLegend(page.legend, limits, unit, whole);
  page.mapTitle.textContent = `Where: ${typeWords(state.crime_type)}`;
  return values;
}

/** The table by type, of the zone that is kept or of all. */
export function showTypes(page, { zones, summary, base, state }) {
  const kept = zones.codes.indexOf(state.zone);
  const code = kept < 0 ? undefined : state.zone;
  const before = byType(base, code);
  const rows = byType(summary, code).map((each, at) => ({ ...each, before: before[at]?.crimes ?? 0 }));
  const place = kept < 0 ? "in all zones" : `in ${state.zone}`;
  drawTypes(page.types, {
    caption: `Simulated crimes ${place}, ${periodWords(summary)}`,
    rows: rows.sort((a, b) => b.before - a.before || (a.type < b.type ? -1 : 1)),
    compared: state.loading !== 1,
    shownType: state.crime_type,
  });
}

/** The zones with most of the chosen crimes, or all of them. */
export function showZones(page, values, { state, all, choose }) {
  const sorted = [...values].sort((a, b) => b.value - a.value || a.at - b.at);
  const rows = sorted.filter((zone, rank) => all || rank < fewZones || zone.code === state.zone);
  drawZones(page.zones, {
    caption: `${state.crime_type === "" ? "Simulated crimes of all types" : `Simulated crimes, ${state.crime_type}`}`,
    rows,
    column: rates[state.value].column,
    kept: values.findIndex((zone) => zone.code === state.zone),
    choose,
  });
  page.allZones.hidden = values.length <= fewZones;
  page.allZones.textContent = all ? `Show the first ${fewZones} zones` : `Show all ${count(values.length)} zones`;
  page.allZones.setAttribute("aria-expanded", String(all));
}

/** The headline, and the same for screen readers when it has changed. */
export function showHeadline(page, force, { summary, base, state }) {
  const total = byType(summary).reduce((sum, each) => sum + each.crimes, 0);
  const before = byType(base).reduce((sum, each) => sum + each.crimes, 0);
  const compared = state.loading === 1 ? "" : ` (${change(total, before) || "0 %"} against loading 1)`;
  page.headline.textContent = `${simulated(total)} in ${force.name}, ${periodWords(summary)}${compared}`;
  page.status.textContent = page.headline.textContent;
  document.title = `Simulated crime: ${force.name}, ${periodWords(summary)}`;
  page.expected.textContent = `The model expects about ${count(summary.expected)}. This is one draw of many that are possible.`;
  page.caution.textContent = summary.caution;
  page.caution.hidden = summary.caution === "";
}
