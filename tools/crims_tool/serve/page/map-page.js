// SPDX-License-Identifier: MIT
// The page of /map: the map that its address asks for, and nothing to choose.
import { readForces, readSummary, readZones } from "./answers.js";
import { monthFor } from "./controls.js";
import { downloadList } from "./downloads.js";
import { ZoneMap } from "./map.js";
import { fetchJson, Refusal } from "./service.js";
import { addressOf, readState } from "./state.js";
import { showHeadline, showMap } from "./view.js";

const ids = {
  problem: "problem", headline: "headline", status: "status", caution: "caution", mapTitle: "map-title", mapReadout: "map-readout", map: "map",
  legend: "legend", downloads: "downloads", wholePage: "whole-page",
};
const page = Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, document.getElementById(id)]));

/** The force that the address names; a name that is not there is left to the service to refuse. */
function forceOf(forces, state) {
  const force = forces.find((each) => [each.force, each.name].includes(state.force)) ?? { ...forces[0], force: state.force };
  state.force = force.force;
  state.month = monthFor(force, state.month);
  return force;
}

async function draw() {
  const state = readState(location.search);
  const force = forceOf(readForces(await fetchJson("forces", {})), state);
  const zones = readZones(await fetchJson("zones", { force: state.force }));
  const parameters = { force: state.force, month: state.month, seed: state.seed };
  const base = readSummary(await fetchJson("summary", parameters));
  const summary = state.loading === 1 ? base : readSummary(await fetchJson("summary", { ...parameters, loading: state.loading }));
  page.words = [];
  const map = new ZoneMap(page.map, {
    shown: (at) => {
      page.mapReadout.textContent = page.words[at >= 0 ? at : map.looked] ?? "";
    },
    chosen: () => {},
  });
  map.draw({ features: zones.features });
  showHeadline(page, force, { summary, base, state });
  showMap(page, map, { zones, summary, base, state });
  page.downloads.replaceChildren(...downloadList(state));
  page.wholePage.href = `./${addressOf(state)}`;
}

draw().catch((fault) => {
  page.problem.textContent = fault instanceof Refusal ? fault.message : `This page has failed: ${fault.message}`;
  page.problem.hidden = false;
  page.headline.textContent = "No map";
});
