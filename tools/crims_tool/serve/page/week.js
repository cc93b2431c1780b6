// SPDX-License-Identifier: MIT
// The rhythm of the week: a tile for each of its 168 hours.
import { classOf, colour, drawLegend, limitsOf } from "./scale.js";
import { amount, crimes, dayNames, weekdaysOf } from "./words.js";

const hours = 24;
const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -hours, ArrowDown: hours };
const clock = (hour) => `${String(hour).padStart(2, "0")}:00`;

function span(text, key, value) {
  const made = document.createElement("span");
  made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

// A text for screen readers, and one for those who see.
const hidden = (text) => span(text, "class", "hidden");
const seen = (text) => span(text, "aria-hidden", "true");

/** "Saturday 21:00 to 22:00". */
export const hourWords = (at) => `${dayNames[Math.floor(at / hours)]} ${clock(at % hours)} to ${clock((at % hours) + 1)}`;

/** A grid of tiles in a <table>; `shown(text)` is told what the tile that is looked at holds. */
export class Week {
  constructor(table, { legend, help, shown }) {
    this.table = table;
    this.legend = legend;
    this.help = help;
    this.shown = shown;
    this.tiles = [];
    this.words = [];
    this.#build();
    this.#listen();
  }

  /** `counts`: crimes by hour of the week from Monday 00:00; `before`: those that the colours are made for. */
  draw(counts, before, month) {
    const days = weekdaysOf(month);
    const mean = (all) => all.map((value, at) => value / days[Math.floor(at / hours)]);
    const means = mean(counts);
    const limits = limitsOf(mean(before));
    this.words = counts.map((value, at) => {
      const day = Math.floor(at / hours);
      return `${hourWords(at)}: ${crimes(value)} on ${days[day]} ${dayNames[day]}s, ${amount(means[at])} each`;
    });
    this.tiles.forEach((tile, at) => {
      colour(tile, classOf(means[at], limits));
      tile.firstChild.textContent = amount(means[at]);
      tile.setAttribute("aria-label", this.words[at]);
    });
    drawLegend(this.legend, limits, "an hour", false);
    this.help.textContent = this.#busiest(means);
    const looked = this.tiles.indexOf(document.activeElement);
    this.shown(looked < 0 ? "" : this.words[looked]);
  }

  #busiest(means) {
    const most = Math.max(...means);
    const how = "Each tile is one hour of the week, with the mean number of crimes in it. The arrow keys move between tiles.";
    return most > 0 ? `Busiest: ${hourWords(means.indexOf(most))}, with ${amount(most)} on average. ${how}` : how;
  }

  #build() {
    const head = this.table.createTHead().insertRow();
    head.setAttribute("role", "row");
    const corner = document.createElement("th");
    corner.setAttribute("scope", "col");
    corner.append(hidden("Day"));
    head.append(corner);
    for (let hour = 0; hour < hours; ++hour) {
      const name = document.createElement("th");
      name.setAttribute("scope", "col");
      name.append(hidden(clock(hour)), seen(hour % 3 === 0 ? String(hour) : ""));
      head.append(name);
    }
    const body = this.table.createTBody();
    dayNames.forEach((day) => {
      const line = body.insertRow();
      line.setAttribute("role", "row");
      const name = document.createElement("th");
      name.setAttribute("scope", "row");
      name.append(hidden(day), seen(day.slice(0, 3)));
      line.append(name);
      for (let hour = 0; hour < hours; ++hour) {
        const tile = line.insertCell();
        tile.setAttribute("role", "gridcell");
        tile.tabIndex = this.tiles.length === 0 ? 0 : -1;
        tile.append(hidden(""));
        this.tiles.push(tile);
      }
    });
  }

  #focus(at) {
    this.tiles.find((tile) => tile.tabIndex === 0).tabIndex = -1;
    this.tiles[at].tabIndex = 0;
    this.tiles[at].focus();
  }

  #listen() {
    const { table } = this;
    const tell = (event) => {
      const at = this.tiles.indexOf(event.target.closest("td"));
      this.shown(at < 0 ? "" : (this.words[at] ?? ""));
    };
    table.addEventListener("pointerover", tell);
    table.addEventListener("focusin", tell);
    table.addEventListener("pointerleave", () => this.shown(this.words[this.tiles.indexOf(document.activeElement)] ?? ""));
    table.addEventListener("focusout", () => this.shown(""));
    table.addEventListener("keydown", (event) => {
      const at = this.tiles.indexOf(event.target);
      if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
      let to = at + (moves[event.key] ?? 0);
      if (event.key === "Home") to = at - (at % hours);
      else if (event.key === "End") to = at - (at % hours) + hours - 1;
      else if (!(event.key in moves)) return;
      event.preventDefault();
      if (to >= 0 && to < this.tiles.length) this.#focus(to);
    });
  }
}
