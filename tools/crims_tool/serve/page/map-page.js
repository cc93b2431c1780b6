// SPDX-License-Identifier: MIT
// The page of /map: the map that its address asks for, and nothing to choose.
import { readSummary, readZones } from "./answers.js";
import { downloadList } from "./downloads.js";
import { ZoneMap } from "./map.js";
import { fetchJson, Refusal } from "./service.js";
import { addressOf, readState } from "./state.js";
import { showHeadline, showMap } from "./view.js";

const ids = {
  problem: "problem", headline: "headline", status: "status", expected: "expected", caution: "caution", mapTitle: "map-title",
  mapReadout: "map-readout", map: "map", legend: "legend", downloads: "downloads", wholePage: "whole-page",
};
const page = Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, document.getElementById(id)]));

const ofThePicture = ["format", "value", "crime_type", "classes"]; // what tells nothing of the crimes

async function draw() {
  const given = new URLSearchParams(location.search);
  const state = { ...readState(location.search), value: given.get("value") ?? "density" };
  ofThePicture.forEach((name) => given.delete(name));
  const parameters = Object.fromEntries(given);
  const summary = readSummary(await fetchJson("summary", parameters));
  const base = state.loading === 1 ? summary : readSummary(await fetchJson("summary", { ...parameters, loading: "" }));
  const zones = readZones(await fetchJson("zones", { force: state.force }));
  page.words = [];
  const map = new ZoneMap(page.map, {
    shown: (at) => {
      page.mapReadout.textContent = page.words[at >= 0 ? at : map.looked] ?? "";
    },
    chosen: () => {},
  });
  map.draw({ features: zones.features });
  showHeadline(page, { name: state.force }, { summary, base, state });
  showMap(page, map, { zones, summary, base, state });
  if (summary.from !== summary.to) return; // the other page and its links have one month
  state.month = summary.from;
  page.downloads.replaceChildren(...downloadList(state));
  page.wholePage.href = `./${addressOf(state)}`;
}

draw().catch((fault) => {
  page.problem.textContent = fault instanceof Refusal ? fault.message : `This page has failed: ${fault.message}`;
  page.problem.hidden = false;
  page.headline.textContent = "No map";
});
