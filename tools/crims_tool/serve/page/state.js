// SPDX-License-Identifier: MIT
// What the reader has chosen. It stands in the address, so a link shows others the same.

const defaults = { force: "", month: "", crime_type: "", loading: "1", seed: "", value: "count", zone: "" };

/** The choices in an address such as "?force=Durham&month=2023-07". */
export function readState(search) {
  const given = new URLSearchParams(search);
  const state = { ...defaults };
  for (const name of Object.keys(defaults)) {
    if (given.has(name)) state[name] = given.get(name).trim();
  }
  const loading = Number(state.loading);
  state.loading = state.loading !== "" && Number.isFinite(loading) && loading >= 0 ? loading : 1;
  if (!["density", "per_1000"].includes(state.value)) state.value = "count";
  // CriMS's form: the number of a month, perhaps beside a year.
  if (/^\d{1,2}$/.test(state.month)) {
    const year = given.get("year") ?? "";
    state.month = `${/^\d{4}$/.test(year) ? year : ""}-${state.month.padStart(2, "0")}`;
  }
  return state;
}

/** The address of a state, without what is as it would be anyhow. */
export function addressOf(state) {
  const query = new URLSearchParams();
  for (const [name, usual] of Object.entries(defaults)) {
    const text = String(state[name]);
    if (text !== usual) query.set(name, text);
  }
  return `?${query}`;
}

/** Puts the state into the browser's address. */
export function writeState(state) {
  history.replaceState(null, "", addressOf(state));
}
