// SPDX-License-Identifier: MIT
// The map: zones that can be pointed at, tapped, and reached with the arrow keys.
import { drawn, pictureWidth } from "./geometry.js";
import { colour } from "./scale.js";

const svgNames = "http://www.w3.org/2000/svg";
// Arrow keys go where they point, so some zones may lie beside their ways; these go through all, by code.
const steps = { PageUp: -1, PageDown: 1 };
const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function svgElement(name, attributes) {
  const element = document.createElementNS(svgNames, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** A line around a zone, with a halo, so that it can be seen on any colour. */
const outline = (name) => ["halo", name].map((each) => svgElement("path", { class: each, "aria-hidden": "true" }));

/** The number of the centre nearest to `from` in a direction; `from` itself where there is none. */
export function neighbour(centres, from, [right, down]) {
  let best = from;
  let least = Infinity;
  centres.forEach(([x, y], at) => {
    const dx = x - centres[from][0];
    const dy = y - centres[from][1];
    const along = dx * right + dy * down;
    const across = Math.abs(dx * down) + Math.abs(dy * right);
    const cost = along + 2 * across;
    if (at !== from && along > 0 && cost < least) {
      best = at;
      least = cost;
    }
  });
  return best;
}

/** A map in an <svg>. `shown(number or -1)` is told which zone is looked at, `chosen(number or -1)` which one is kept. */
export class ZoneMap {
  constructor(svg, { shown, chosen }) {
    this.svg = svg;
    this.shown = shown;
    this.chosen = chosen;
    this.paths = [];
    this.centres = []; // of the paths, for the arrow keys
    this.kept = -1;
    this.at = 0;
    this.#listen();
  }

  /** Draws other zones: GeoJSON features in the order of their numbers. */
  draw(collection) {
    const { shapes, height, metresAPixel } = drawn(collection);
    this.metresAPixel = metresAPixel;
    this.centres = shapes.map((shape) => shape.centre);
    this.paths = shapes.map((shape, at) => {
      return svgElement("path", { d: shape.path, class: "zone", role: "option", tabindex: at === 0 ? "0" : "-1", "aria-selected": "false" });
    });
    this.keptOutline = outline("kept");
    this.outline = outline("looked-at");
    this.svg.replaceChildren(...this.paths, ...this.keptOutline, ...this.outline);
    const margin = 6;
    this.whole = [-margin, -margin, pictureWidth + 2 * margin, height + 2 * margin];
    this.kept = -1;
    this.at = 0;
    this.showAll();
  }

  /** Colours and names all zones anew. */
  paint(classes, names) {
    this.paths.forEach((path, at) => {
      colour(path, classes[at]);
      path.setAttribute("aria-label", names[at]);
    });
  }

  /** Keeps a zone; -1 lets it go. */
  keep(at) {
    this.paths[this.kept]?.setAttribute("aria-selected", "false");
    this.kept = at;
    this.paths[at]?.setAttribute("aria-selected", "true");
    this.#outlineZone(this.keptOutline, at);
    if (at >= 0 && at < this.paths.length) this.#moveStop(at);
  }

  showAll() {
    this.#view(...this.whole);
  }

  /** Zooms by a factor about the zone that is kept, or the middle. */
  zoom(factor) {
    const [x, y, width, height] = this.box;
    const [wholeX, wholeY, wholeWidth, wholeHeight] = this.whole;
    const next = Math.min(wholeWidth, Math.max(width / factor, wholeWidth / 40));
    const nextHeight = (next * wholeHeight) / wholeWidth;
    const [cx, cy] = this.kept >= 0 ? this.centres[this.kept] : [x + width / 2, y + height / 2];
    const within = (low, value, most) => Math.min(Math.max(value, low), most);
    this.#view(within(wholeX, cx - next / 2, wholeX + wholeWidth - next), within(wholeY, cy - nextHeight / 2, wholeY + wholeHeight - nextHeight), next, nextHeight);
  }

  /** The zone that has the focus, or is kept, or -1. */
  get looked() {
    const focused = this.paths.indexOf(document.activeElement);
    return focused >= 0 ? focused : this.kept;
  }

  get isZoomed() {
    return this.box[2] < this.whole[2];
  }

  #view(...box) {
    this.box = box;
    this.svg.setAttribute("viewBox", box.map((value) => value.toFixed(2)).join(" "));
    this.svg.classList.toggle("zoomed", this.isZoomed);
  }

  #moveTo(x, y) {
    const [wholeX, wholeY, wholeWidth, wholeHeight] = this.whole;
    const [, , width, height] = this.box;
    this.#view(Math.min(Math.max(x, wholeX), wholeX + wholeWidth - width), Math.min(Math.max(y, wholeY), wholeY + wholeHeight - height), width, height);
  }

  #bringIntoView(at) {
    const [x, y, width, height] = this.box;
    const [cx, cy] = this.centres[at];
    if (cx < x || cy < y || cx > x + width || cy > y + height) this.#moveTo(cx - width / 2, cy - height / 2);
  }

  #look(at) {
    this.#outlineZone(this.outline, at);
    this.shown(at);
  }

  #outlineZone(lines, at) {
    lines?.forEach((line) => line.setAttribute("d", this.paths[at]?.getAttribute("d") ?? ""));
  }

  #moveStop(at) {
    this.paths[this.at]?.setAttribute("tabindex", "-1");
    this.at = at;
    this.paths[at].setAttribute("tabindex", "0");
  }

  #choose(at) {
    const next = at === this.kept ? -1 : at;
    this.keep(next);
    this.chosen(next);
  }

  #key(event) {
    const at = this.paths.indexOf(event.target);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    let to = -1;
    if (event.key in directions) to = neighbour(this.centres, at, directions[event.key]);
    else if (event.key in steps) to = Math.min(Math.max(at + steps[event.key], 0), this.paths.length - 1);
    else if (event.key === "Home") to = 0;
    else if (event.key === "End") to = this.paths.length - 1;
    else if (event.key === "Enter" || event.key === " ") this.#choose(at);
    else if (event.key === "Escape" && this.kept >= 0) this.#choose(this.kept);
    else return;
    event.preventDefault();
    if (to >= 0) {
      this.#bringIntoView(to);
      this.#moveStop(to);
      this.paths[to].focus({ preventScroll: true });
    }
  }

  #listen() {
    const { svg } = this;
    const numberOf = (event) => this.paths.indexOf(event.target);
    svg.addEventListener("keydown", (event) => this.#key(event));
    svg.addEventListener("focusin", (event) => this.#look(numberOf(event)));
    svg.addEventListener("focusout", () => this.#look(-1));
    svg.addEventListener("pointerover", (event) => this.#look(numberOf(event)));
    svg.addEventListener("pointerleave", () => this.#look(this.paths.indexOf(document.activeElement)));
    let grip = null; // where a drag began
    svg.addEventListener("pointerdown", (event) => {
      grip = { x: event.clientX, y: event.clientY, box: this.box, moved: false };
    });
    svg.addEventListener("pointermove", (event) => {
      if (!grip || !this.isZoomed || event.buttons === 0) return;
      const unit = this.box[2] / svg.getBoundingClientRect().width;
      const dx = event.clientX - grip.x;
      const dy = event.clientY - grip.y;
      grip.moved ||= Math.hypot(dx, dy) > 4;
      if (grip.moved) this.#moveTo(grip.box[0] - dx * unit, grip.box[1] - dy * unit);
    });
    svg.addEventListener("click", (event) => {
      const at = numberOf(event);
      if (at >= 0 && !grip?.moved) this.#choose(at);
      grip = null;
    });
  }
}
