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

/** What is true of each zone: {at, code, crimes, density or undefined, value}. */
function zoneValues(zones, summary, state) {
  return zones.codes.map((code, at) => {
    const number = crimesIn(summary, code, state.crime_type);
    const density = zones.areas[at] > 0 ? number / zones.areas[at] : undefined;
    return { at, code, crimes: number, density, value: state.value === "density" ? (density ?? 0) : number };
  });
}

/** "E02999010: 31 crimes, 12.3 per km²". */
const zoneWords = (zone) => `${zone.code}: ${crimes(zone.crimes)}${zone.density === undefined ? "" : `, ${amount(zone.density)} per km²`}`;

/** "all crime types", "burglary". */
export const typeWords = (type) => (type === "" ? "all crime types" : type);

/** Colours by the crimes with loading 1, so that the slider changes colours and not what they mean. */
export function showMap(page, map, { zones, summary, base, state }) {
  const values = zoneValues(zones, summary, state);
  const whole = state.value !== "density";
  const limits = limitsOf(zoneValues(zones, base, state).map((zone) => zone.value));
  page.words = values.map(zoneWords);
  map.paint(values.map((zone) => classOf(zone.value, limits)), page.words);
  drawLegend(page.legend, limits, whole ? "crimes" : "crimes per km²", whole);
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
