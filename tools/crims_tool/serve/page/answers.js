// SPDX-License-Identifier: MIT
// What the service tells, in the form the page draws.

const withoutData = { first: "2020-01", last: "2020-12" }; // the months of a model that tells none, as in CriMS

/** The forces: [{force, name, first, last, types, seed, people: whether those of its zones are known}]. */
export function readForces(told) {
  return told.map((each) => ({
    force: each.force,
    name: each.name ?? each.force,
    first: each.months.first ?? withoutData.first,
    last: each.months.last ?? withoutData.last,
    types: each.crime_types,
    seed: each.seed ?? 0,
    people: each.people === true,
  }));
}

/** Zones in the order of their codes: {features, codes, areas in km², people: 0 where nobody knows}. */
export function readZones(collection) {
  const code = (feature) => feature.properties.zone;
  const features = [...collection.features].sort((a, b) => (code(a) < code(b) ? -1 : 1));
  return { features, codes: features.map(code), areas: features.map((feature) => feature.properties.area_km2 ?? 0), people: features.map((feature) => feature.properties.people ?? 0) };
}

/** The zones of a model that has no outlines. */
export function zonesWithoutMap(summary) {
  const codes = [...summary.byZone.keys()].sort();
  return { features: [], codes, areas: codes.map(() => 0), people: codes.map(() => 0) };
}

/** Crimes in numbers: {from, to, expected, caution, types, byZone: code to numbers by type, hoursOf: crime type ("": all) to 168 numbers}. */
export function readSummary(told) {
  return {
    from: told.from,
    to: told.to,
    expected: told.expected,
    caution: told.warnings.join(" "),
    types: told.crime_types,
    byZone: new Map(told.zones.map((zone, at) => [zone, told.counts[at]])),
    hoursOf: new Map([["", told.hours], ...told.by_type.map((each) => [each.crime_type, each.hours])]),
  };
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
