// SPDX-License-Identifier: MIT
// Links to the same crimes in other forms.
import { address } from "./service.js";

const forms = [
  ["data", "csv", "Crimes as a table", "CSV"],
  ["data", "json", "Crimes for pandas", "JSON"],
  ["data", "gpkg", "Crimes as a layer", "GeoPackage"],
  ["map", "png", "Map as a picture", "PNG"],
  ["map", "svg", "Map to enlarge or edit", "SVG"],
];

function parametersOf(path, format, state) {
  const loading = state.loading === 1 ? "" : state.loading;
  const crimes = { force: state.force, month: state.month, format, seed: state.seed, loading };
  return path === "data" ? crimes : { ...crimes, crime_type: state.crime_type, value: state.value };
}

/** A list item for each form. */
export function downloadList(state) {
  return forms.map(([path, format, words, name]) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = address(path, parametersOf(path, format, state));
    link.textContent = `${words} (${name})`;
    link.download = `simulated-${state.force.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}-${state.month}.${format}`;
    item.append(link);
    return item;
  });
}
