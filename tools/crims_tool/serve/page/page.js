// SPDX-License-Identifier: MIT
// The page: asks the service for what is chosen, and shows it.
import { readForces, readSummary, readZones, zonesWithoutMap } from "./answers.js";
import { monthFor, showChoices, showLoading } from "./controls.js";
import { downloadList } from "./downloads.js";
import { ZoneMap } from "./map.js";
import { fetchJson, Refusal } from "./service.js";
import { readState, writeState } from "./state.js";
import { showHeadline, showMap, showTypes, showZones, typeWords } from "./view.js";
import { Week } from "./week.js";

const sliderRest = 120; // milliseconds without movement before the service is asked

const ids = {
  form: "choices", force: "force", month: "month", year: "year", type: "type", loading: "loading", loadingWords: "loading-words", seed: "seed", byHead: "by-head",
  again: "again", problem: "problem", result: "result", headline: "headline", status: "status", expected: "expected", caution: "caution",
  mapTitle: "map-title",
  mapReadout: "map-readout", noMap: "no-map", mapBlock: "map-block", map: "map", legend: "legend", types: "types", zones: "zones", allZones: "all-zones", weekTitle: "week-title", weekReadout: "week-readout",
  week: "week", weekLegend: "week-legend", weekHelp: "week-help", downloads: "downloads",
};
const page = Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, document.getElementById(id)]));
page.words = [];

const state = readState(location.search);
let forces = [];
let force = null; // the chosen one
let zones = null; // those of the chosen force
let shown = null; // {summary, base, state, zones} as drawn
let allZones = false;
let asking = null; // ends what is being asked
const bases = new Map(); // summaries with loading 1

/** What is looked at, or a hint. */
function readOut(element, words, hint) {
  element.textContent = words || hint;
  element.classList.toggle("hint", !words);
}

const mapHint = "Point at a zone to see its crimes.";
const weekHint = "Point at an hour to see its crimes.";
const map = new ZoneMap(page.map, {
  shown: (at) => readOut(page.mapReadout, page.words[at >= 0 ? at : map.kept], mapHint),
  chosen: keepZone,
});
const week = new Week(page.week, {
  legend: page.weekLegend,
  help: page.weekHelp,
  shown: (words) => readOut(page.weekReadout, words, weekHint),
});

function tell(problem) {
  page.problem.textContent = problem;
  page.problem.hidden = problem === "";
}

function keepZone(at) {
  state.zone = zones.codes[at] ?? "";
  map.keep(at);
  writeState(state);
  if (shown) {
    showTypes(page, shown);
    showTables();
  }
}

function showTables() {
  const values = showMap(page, map, shown);
  showZones(page, values, { state, all: allZones, choose: keepZone });
  readOut(page.mapReadout, page.words[map.looked], mapHint);
}

function show(summary, base) {
  shown = { summary, base, state, zones };
  showHeadline(page, force, shown);
  showTypes(page, shown);
  showTables();
  page.weekTitle.textContent = `When: ${typeWords(state.crime_type)}`;
  week.draw(summary.hoursOf.get(state.crime_type), base.hoursOf.get(state.crime_type), summary.from);
  page.downloads.replaceChildren(...downloadList(state));
}

async function ask(parameters, options) {
  return readSummary(await fetchJson("summary", parameters, options));
}

async function baseOf(parameters, options) {
  const key = JSON.stringify(parameters);
  if (!bases.has(key)) {
    if (bases.size > 20) bases.clear();
    bases.set(key, await ask(parameters, options));
  }
  return bases.get(key);
}

/** Draws the zones of the chosen force; without outlines the tables must do, and the service says why. */
async function changeZones(base, options) {
  let read;
  let reason = "";
  try {
    read = readZones(await fetchJson("zones", { force: force.force }, options));
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    reason = fault.message;
    read = zonesWithoutMap(base);
  }
  options.signal.throwIfAborted();
  zones = { ...read, force: force.force };
  page.noMap.textContent = reason;
  page.noMap.hidden = reason === "";
  page.mapBlock.hidden = reason !== "";
  if (reason === "") {
    map.draw({ features: zones.features });
    map.keep(zones.codes.indexOf(state.zone));
  }
}

async function refresh() {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const options = { signal, waiting: (seconds) => tell(`The service is busy. Trying again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`) };
  page.result.setAttribute("aria-busy", "true");
  try {
    const parameters = { force: state.force, month: state.month, seed: state.seed };
    const base = await baseOf(parameters, options);
    if (zones?.force !== force.force) await changeZones(base, options);
    const summary = state.loading === 1 ? base : await ask({ ...parameters, loading: state.loading }, options);
    signal.throwIfAborted();
    tell("");
    show(summary, base);
    page.result.removeAttribute("aria-busy");
  } catch (fault) {
    if (fault.name === "AbortError") return;
    page.result.removeAttribute("aria-busy");
    tell(fault instanceof Refusal ? fault.message : `This page has failed: ${fault.message}`);
    if (!(fault instanceof Refusal)) throw fault;
  }
}

function changed() {
  writeState(state);
  refresh();
}

function chooseForce(name) {
  force = forces.find((each) => each.force === name);
  state.force = force.force;
  state.month = monthFor(force, state.month);
  if (state.seed === "") state.seed = String(force.seed);
  if (!force.types.includes(state.crime_type)) state.crime_type = "";
  if (state.value === "per_1000" && !force.people) state.value = "count";
  allZones = false;
  showChoices(page, forces, force, state);
}

function listen() {
  page.form.addEventListener("submit", (event) => event.preventDefault());
  page.force.addEventListener("change", () => {
    state.zone = "";
    chooseForce(page.force.value);
    changed();
  });
  for (const select of [page.month, page.year]) {
    select.addEventListener("change", () => {
      state.month = `${page.year.value}-${page.month.value}`;
      changed();
    });
  }
  page.type.addEventListener("change", () => {
    state.crime_type = page.type.value;
    changed();
  });
  page.form.addEventListener("change", (event) => {
    if (event.target.name !== "value") return;
    state.value = event.target.value;
    changed();
  });
  let rest = 0;
  page.loading.addEventListener("input", () => {
    state.loading = Number(page.loading.value);
    showLoading(page, state.loading);
    clearTimeout(rest);
    rest = setTimeout(changed, sliderRest);
  });
  page.seed.addEventListener("change", () => {
    state.seed = page.seed.value;
    changed();
  });
  page.again.addEventListener("click", () => {
    state.seed = String((Number(state.seed) || 0) + 1);
    page.seed.value = state.seed;
    changed();
  });
  page.allZones.addEventListener("click", () => {
    allZones = !allZones;
    if (shown) showTables();
  });
  document.getElementById("zoom-in").addEventListener("click", () => map.zoom(1.6));
  document.getElementById("zoom-out").addEventListener("click", () => map.zoom(1 / 1.6));
  document.getElementById("zoom-all").addEventListener("click", () => map.showAll());
}

async function start() {
  try {
    forces = readForces(await fetchJson("forces", {}));
  } catch (fault) {
    tell(fault.message);
    return;
  }
  if (forces.length === 0) {
    tell("The service has no model yet. Put one into its folder of models (crims calibrate makes it) and start it again.");
    return;
  }
  const wanted = forces.find((each) => [each.force, each.name].includes(state.force));
  const unknown = state.force !== "" && !wanted ? state.force : "";
  chooseForce((wanted ?? forces[0]).force);
  listen();
  writeState(state);
  await refresh();
  if (unknown) tell(`The service has no model of “${unknown}”. This is ${force.name}.`);
}

start();
