// SPDX-License-Identifier: MIT
// Zone outlines in degrees as paths on a picture.

export const pictureWidth = 1000;

const radian = Math.PI / 180;

function ringsOf(geometry) {
  if (!geometry) return [];
  if (geometry.type === "Polygon") return geometry.coordinates;
  if (geometry.type === "MultiPolygon") return geometry.coordinates.flat();
  if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap(ringsOf);
  return [];
}

function boxOf(rings) {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [longitude, latitude] of rings.flat()) {
    box.west = Math.min(box.west, longitude);
    box.east = Math.max(box.east, longitude);
    box.south = Math.min(box.south, latitude);
    box.north = Math.max(box.north, latitude);
  }
  return box;
}

/** Twice the signed area of a ring, and its moments for the centre. */
function moments(ring) {
  let area = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i + 1 < ring.length; ++i) {
    const cross = ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
    area += cross;
    x += (ring[i][0] + ring[i + 1][0]) * cross;
    y += (ring[i][1] + ring[i + 1][1]) * cross;
  }
  return { area, x, y };
}

/** A ring as a path; points closer than a third of a pixel are left out. */
function pathOf(ring) {
  const least = 0.3;
  let last = null;
  let path = "";
  for (const [x, y] of ring) {
    if (last && Math.hypot(x - last[0], y - last[1]) < least) continue;
    path += `${last ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    last = [x, y];
  }
  return `${path}Z`;
}

function shapeOf(rings) {
  let largest = { area: 0 };
  for (const ring of rings) {
    const found = moments(ring);
    if (Math.abs(found.area) > Math.abs(largest.area)) largest = found;
  }
  const [first = [0, 0]] = rings[0] ?? [];
  const centre = largest.area === 0 ? first : [largest.x / (3 * largest.area), largest.y / (3 * largest.area)];
  return { path: rings.map(pathOf).join(""), centre };
}

/** The zones of a GeoJSON collection drawn true to shape about their middle latitude: {height, metresAPixel, shapes: [{path, centre}]}. */
export function drawn(collection) {
  const all = collection.features.map((feature) => ringsOf(feature.geometry));
  const box = boxOf(all.flat());
  const squeeze = Math.cos(((box.south + box.north) / 2) * radian);
  const scale = pictureWidth / Math.max((box.east - box.west) * squeeze, 1e-9);
  const place = ([longitude, latitude]) => [(longitude - box.west) * squeeze * scale, (box.north - latitude) * scale];
  const metresADegree = 111320;
  return {
    height: Math.max((box.north - box.south) * scale, 1),
    metresAPixel: metresADegree / scale,
    shapes: all.map((rings) => shapeOf(rings.map((ring) => ring.map(place)))),
  };
}
