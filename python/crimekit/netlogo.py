# SPDX-License-Identifier: MIT
"""The simulator for a model in NetLogo, through NetLogo's extension py.

The functions are those of Police-Supply-Demand's coupling (https://github.com/M-O-P-D/Police-Supply-Demand), so that a model
written for it runs on this simulator when it imports them from here:

    extensions [ py csv ]
    py:setup py:python3
    py:run "from crimekit.netlogo import init_model, get_crimes, get_loading, set_loading"
    py:run "init_model(1, 'model.gpkg', 2020, 1, 1.0, 0)"
    let crimes but-first csv:from-string py:runresult "get_crimes('2020-01-01 00:00:00', '2020-01-01 01:00:00')"
    py:run "set_loading(0.8, 'burglary', ['E02999010'])"

A loading holds from the end of the last get_crimes on, not from the next month. What is asked during a burn-in holds from its end on.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Union

import numpy as np

from crimekit import crims

__all__ = ["get_crimes", "get_loading", "get_time", "get_zones", "init_model", "set_loading"]

COLUMNS = ["id", "MSOA", "crime_category", "code", "description", "time", "suspect", "severity"]

Zones = Union[str, Iterable[str], None]


def find_model(force_area: str) -> str:
    """A model's path as it is; or a force's name, whose model is looked for here and in the folder CRIMEKIT_MODELS."""
    if force_area.lower().endswith(".gpkg"):
        return force_area
    dashed = re.sub(r"[^a-z0-9]+", "-", force_area.lower()).strip("-")
    folders = [Path(folder) for folder in (".", os.environ.get("CRIMEKIT_MODELS")) if folder]
    places = [folder / f"{name}.gpkg" for folder in folders for name in dict.fromkeys((force_area, dashed))]
    for place in places:
        if place.exists():
            return str(place)
    raise ValueError(f"there is no model of {force_area!r}: crims calibrate makes one; looked for {', '.join(map(str, places))}")


class Coupling:
    """One run: the simulator, and the loadings that NetLogo has asked for."""

    def __init__(self, run_no: int, force_area: str, year: int, month: int, initial_loading: float, burn_in: int):
        if burn_in < 0:
            raise ValueError(f"a burn-in of {burn_in} months: it is 0 or more")
        first = np.datetime64(f"{int(year):04d}-{int(month):02d}", "M")
        self.simulator = crims.Simulator(find_model(force_area), start=first, seed=int(run_no))
        model = self.simulator.model
        self.burn_in_end = (first + np.timedelta64(int(burn_in), "M")).astype("datetime64[m]")
        self.waiting: list[tuple[float, Zones, list[int]]] = []
        self.asked = np.ones((len(model.zones), len(model.offences)))
        self.zones = {code: number for number, code in enumerate(model.zones)}
        self.rates = model.incidence[:, [model.crime_types.index(o.crime_type) for o in model.offences], :]
        self.rates = self.rates * np.array([o.share for o in model.offences])[None, :, None]
        self.text = [[o.crime_type, o.code, o.description, "" if np.isnan(o.severity) else repr(o.severity)] for o in model.offences]
        self._apply(float(initial_loading), None, self._offences(None))

    def _offences(self, category: str | None) -> list[int]:
        """The numbers of the offences of a crime type, a description or a code, in any case."""
        if category is None:
            return list(range(len(self.text)))
        name = category.lower()
        for column in (0, 2, 1):  # as the coupling does: categories first
            numbers = [number for number, text in enumerate(self.text) if text[column].lower() == name]
            if numbers:
                return numbers
        raise ValueError(f"the model has no crime category, description or code {category!r}")

    def _zones(self, zones: Zones) -> list[int]:
        named = list(self.zones) if zones is None else [zones] if isinstance(zones, str) else list(zones)
        for zone in named:
            if zone not in self.zones:
                raise ValueError(f"the model has no zone {zone!r}")
        return [self.zones[zone] for zone in named]

    def _apply(self, value: float, zones: Zones, offences: list[int]) -> None:
        numbers = self._zones(zones)
        if numbers:
            all_offences = len(offences) == len(self.text)
            self.simulator.set_loading(value, zones=None if zones is None else numbers, offence=None if all_offences else offences)
            self.asked[np.ix_(numbers, offences)] = value

    def set_loading(self, value: float, category: str | None, zones: Zones) -> None:
        offences = self._offences(category)
        if self.simulator.time >= self.burn_in_end:
            self._apply(value, zones, offences)
        elif not value >= 0 or value == float("inf"):
            raise ValueError(f"a loading factor is {value}: it is 0 or more, and finite")
        else:
            numbers = self._zones(zones)
            self.waiting.append((value, zones, offences))
            if numbers:
                self.asked[np.ix_(numbers, offences)] = value

    def loading(self, category: str | None, zone: str | None) -> float:
        cells = np.ix_(self._zones(zone), self._offences(category))
        asked = self.asked[cells]
        if (asked == asked.flat[0]).all():
            return float(asked.flat[0])
        month = int(self.simulator.time.astype("datetime64[M]").astype(int)) % 12
        rates = self.rates[:, :, month][cells]
        return float((asked * rates).sum() / rates.sum()) if rates.sum() > 0 else float(asked.mean())

    def crimes(self, start: str, end: str) -> str:
        first, last = np.datetime64(start, "m"), np.datetime64(end, "m")
        if first < self.simulator.time:
            raise ValueError(f"get_crimes from {start}: time only goes on, and crimes before {stamp(self.simulator.time)} have been told")
        if last < first:
            raise ValueError(f"get_crimes from {start} to {end}: the end is before the start")
        self._advance(first)
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(COLUMNS)
        for crimes in self._advance(last):
            seconds = np.datetime_as_string(crimes.time, unit="s")
            for number, code, offence, time, suspect in zip(crimes.id, crimes.zone_codes, crimes.offence, seconds, crimes.suspect, strict=True):
                crime_type, home_office, description, severity = self.text[offence]
                writer.writerow([number, code, crime_type, home_office, description, str(time).replace("T", " "), bool(suspect), severity])
        return buffer.getvalue()

    def _advance(self, until: np.datetime64) -> list[crims.Crimes]:
        """To a time, through the end of the burn-in, at which what waits for it is set."""
        crimes = []
        if self.waiting and until >= self.burn_in_end:
            if self.simulator.time < self.burn_in_end:
                crimes.append(self.simulator.advance(until=self.burn_in_end))
            for value, zones, offences in self.waiting:
                self._apply(value, zones, offences)
            self.waiting.clear()
        if self.simulator.time < until:
            crimes.append(self.simulator.advance(until=until))
        return crimes


def stamp(time: np.datetime64) -> str:
    return str(np.datetime_as_string(time, unit="s")).replace("T", " ")


_coupling: Coupling | None = None


def _running() -> Coupling:
    if _coupling is None:
        raise RuntimeError("there is no simulator yet: call init_model first")
    return _coupling


def init_model(run_no: int, force_area: str, year: int, month: int, initial_loading: float = 1.0, burn_in: int = 0) -> None:
    """Begins a run at the first of a month.

    `run_no` is the seed. `force_area` is the path of a model that `crims calibrate` has made, from the folder of the NetLogo model, or the name
    of a force: `Avon and Somerset` is `avon-and-somerset.gpkg` there or in the folder that the variable CRIMEKIT_MODELS names. In the `burn_in`
    first months all loadings are `initial_loading`.
    """
    global _coupling
    _coupling = Coupling(run_no, force_area, year, month, initial_loading, burn_in)


def get_crimes(start: str, end: str) -> str:
    """The crimes from `start` to `end`, which does not belong to them, as CSV with a line of names.

    Times are like "2020-01-01 08:00:00". Columns: id, MSOA, crime_category, code, description, time, suspect (True, False), severity (empty: not
    known). Time only goes on: crimes between the last end and `start` are left out.
    """
    return _running().crimes(start, end)


def set_loading(f: float, category: str | None = None, zones: Zones = None) -> None:
    """From now on rates are those of the model times `f`: of a crime category, a description or a code; in zones, by their codes.

    None: all. An empty list of zones: nothing changes. 0.8: 20 % fewer crimes.
    """
    _running().set_loading(float(f), category, zones)


def get_loading(category: str | None = None, zone: str | None = None) -> float:
    """The loading now. Where it differs within what is asked: expected crimes under it, by those without it."""
    return _running().loading(category, zone)


def get_time(hours: int = 0) -> str:
    """Where the next get_crimes can begin, or so many hours later: `get_crimes(get_time(), get_time(1))` are the crimes of the next hour."""
    return stamp(_running().simulator.time + np.timedelta64(int(hours), "h"))


def get_zones() -> list[str]:
    """The codes of the model's zones."""
    return list(_running().zones)
