// SPDX-License-Identifier: MIT
// What the service tells, in the form the page draws.
import { squareKilometres } from "./geometry.js";

/** The forces: [{force, name, first, last, types, seed}]. */
export function readForces(told) {
  const list = Array.isArray(told) ? told : told.forces;
  return list.map((each) => ({
    force: each.force,
    name: each.name ?? each.force,
    first: each.months.first,
    last: each.months.last,
    types: each.crime_types,
    seed: each.seed ?? 0,
  }));
}

/** Zones in the order of their codes: {features, codes, names, areas in km²}. */
export function readZones(collection) {
  const code = (feature) => String(feature.properties.zone ?? feature.properties.code ?? feature.properties.MSOA ?? feature.id);
  const features = [...collection.features].sort((a, b) => (code(a) < code(b) ? -1 : 1));
  const codes = features.map(code);
  const names = features.map((feature, at) => feature.properties.name ?? codes[at]);
  return { features, codes, names, areas: features.map((feature) => squareKilometres(feature.geometry)) };
}

/** A month of crimes in numbers: {month, seed, types, byZone: code to numbers by type, hours, caution}. */
export function readSummary(told) {
  const byZone = new Map(told.zones.map((zone, at) => [zone, told.counts[at]]));
  return { month: told.month, seed: told.seed, types: told.crime_types, byZone, hours: told.hours, caution: told.warnings ?? [] };
}

/** The crimes of a zone, of one type or (with "") of all. */
export function crimesIn(summary, code, type) {
  const counts = summary.byZone.get(code) ?? [];
  return type === "" ? counts.reduce((sum, value) => sum + value, 0) : (counts[summary.types.indexOf(type)] ?? 0);
}

/** Crimes by type, in all zones or in one: [{type, crimes}]. */
export function byType(summary, code) {
  return summary.types.map((type, at) => {
    const all = code === undefined ? [...summary.byZone.values()] : [summary.byZone.get(code) ?? []];
    return { type, crimes: all.reduce((sum, counts) => sum + (counts[at] ?? 0), 0) };
  });
}
