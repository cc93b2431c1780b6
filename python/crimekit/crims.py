# SPDX-License-Identifier: MIT
"""Simulated crime in steps of any length, with loadings that may change at any instant.

>>> from crimekit import crims
>>> simulator = crims.Simulator("avon.gpkg", start="2020-01-01", seed=1)     # doctest: +SKIP
>>> for hour in simulator.hours(until="2020-02-01"):                         # doctest: +SKIP
...     patrols.answer(hour.crimes)
...     hour.set_loading(0.8, zones=patrolled, crime_type="burglary")

A crime happens if its mark, a random number of its own, is below the loading at its time. So the crimes under a lower loading are among those
under a higher one, and where no loading is set they are those of `crims simulate`, one by one. Times are local.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, Union

import numpy as np

from crimekit import _core

if TYPE_CHECKING:
    import pandas

__all__ = ["Crimes", "Model", "ModelError", "ModelFileError", "Offence", "Simulator", "Step"]

ModelError = _core.ModelError
ModelFileError = _core.ModelFileError

Names = Union[str, int, Iterable[Union[str, int]], None]
"""A name or number, or several; None: all."""

SAVED = "crimekit simulator 1"

NEAR_REPEAT = ("ratio", "mean_lag_days", "spread", "same_place")


class Offence:
    """A kind of crime finer than a crime type: a Home Office offence code."""

    __slots__ = ("code", "crime_type", "description", "severity", "share")

    def __init__(self, crime_type: str, code: str, description: str, share: float, severity: float):
        self.crime_type = crime_type
        self.code = code
        self.description = description
        self.share = share
        """Of its crime type's crimes."""
        self.severity = severity
        """NaN: not known."""

    def __repr__(self) -> str:
        return f"Offence({self.crime_type!r}, {self.code!r}, {self.description!r})"


class Model:
    """What `crims calibrate` has learned of a force.

    zones        codes, in the order of all arrays by zone
    crime_types  names, in the order of all arrays by crime type
    offences     list of Offence, in order of their crime types
    incidence    array (zones, crime types, 12): expected crimes of a calendar month at the trend's origin
    suspect      array (zones, crime types): probability that a suspect is identified
    data_months  first and last month of the data, ("2018-01", "2020-02"); None: not known
    metadata     sources, hashes and options, as text
    near_repeats what follows a crime of each type that the model knows it of: {"burglary": {"ratio": 0.1, ...}}; drawn with near_repeat
    """

    def __init__(self, path: str | PathLike[str]):
        """Reads a model. Raises ModelFileError if there is none, or if it is damaged."""
        self.path = fspath(path)
        self._core = _core.read_model(self.path)
        self.zones: list[str] = self._core.zones
        self.crime_types: list[str] = self._core.crime_types
        self.offences = [Offence(self.crime_types[o[0]], *o[1:5]) for o in self._core.offences]
        self.incidence: np.ndarray = self._core.incidence
        self.suspect: np.ndarray = self._core.suspect
        self.data_months: tuple[str, str] | None = self._core.data_months
        self.metadata: Mapping[str, str] = self._core.metadata
        self.near_repeats: dict[str, dict[str, float]] = {
            name: dict(zip(NEAR_REPEAT, numbers)) for name, numbers in zip(self.crime_types, self._core.near_repeats) if numbers is not None
        }
        self.coordinate_system: str | None = self._core.coordinate_system
        self._type_of_offence = np.array([o[0] for o in self._core.offences], dtype=np.uint16)
        self._flat = all(o[5] for o in self._core.offences)

    @property
    def lacks(self) -> list[str]:
        """What the model does not know, in plain words; empty: nothing is missing."""
        types = len(self.crime_types)
        checks = [
            (self._core.places == 0, "it has no observed places"),
            (self._core.polygons == 0, "its zones have no polygons: crimes cannot be placed uniformly"),
            (self._flat, "it has no rhythm of the week: all hours are alike"),
            (not any(self._core.trends), "it has no trend: years are alike but for chance"),
            (not self._core.varies, "it has no variation beyond Poisson"),
            (len(self.offences) == types, "it has no offences within crime types"),
        ]
        return [text for missing, text in checks if missing]

    def __repr__(self) -> str:
        return f"<crimekit model {self.path}: {len(self.zones)} zones, {len(self.crime_types)} crime types, {len(self.offences)} offences>"


class Crimes:
    """The crimes of a step as NumPy arrays, all of the same length, in order of time.

    id          int64: year, month and a number; unique in a replicate, whatever the steps
    time        datetime64[m], local
    zone        uint32: index into model.zones
    offence     uint16: index into model.offences
    crime_type  uint16: index into model.crime_types
    suspect     bool: a suspect is identified
    severity    float64; NaN: not known
    x, y        float64, in the model's coordinate system, NaN: not known; empty without placement

    All but crime_type and severity are views of the simulator's own memory, read-only, and are not copied.
    """

    def __init__(self, table: _core.StepTable, model: Model):
        self._table = table
        self.model = model

    def __len__(self) -> int:
        return len(self._table)

    def __repr__(self) -> str:
        return f"<{len(self)} crimes>"

    @property
    def id(self) -> np.ndarray:
        return self._table.id

    @property
    def time(self) -> np.ndarray:
        return self._table.time

    @property
    def zone(self) -> np.ndarray:
        return self._table.zone

    @property
    def offence(self) -> np.ndarray:
        return self._table.offence

    @property
    def suspect(self) -> np.ndarray:
        return self._table.suspect

    @property
    def x(self) -> np.ndarray:
        return self._table.x

    @property
    def y(self) -> np.ndarray:
        return self._table.y

    @property
    def crime_type(self) -> np.ndarray:
        return self.model._type_of_offence[self._table.offence]

    @property
    def severity(self) -> np.ndarray:
        return np.array([o.severity for o in self.model.offences])[self._table.offence]

    @property
    def zone_codes(self) -> np.ndarray:
        """The zones' codes, an array of str."""
        return np.array(self.model.zones, dtype=object)[self._table.zone]

    def to_pandas(self) -> pandas.DataFrame:
        """A DataFrame with the columns of `crims simulate`."""
        import pandas

        def of_offence(values: list[Any]) -> np.ndarray:
            return np.array(values, dtype=object)[self.offence]

        columns = {
            "id": self.id,
            "MSOA": self.zone_codes,
            "crime_type": of_offence([o.crime_type for o in self.model.offences]),
            "code": of_offence([o.code for o in self.model.offences]),
            "description": of_offence([o.description for o in self.model.offences]),
            "time": self.time.astype("datetime64[ns]"),
            "suspect": self.suspect,
            "severity": self.severity,
        }
        if len(self.x) == len(self):
            columns |= {"x": self.x, "y": self.y}
        return pandas.DataFrame(columns)


class Step:
    """A piece of simulated time and its crimes."""

    __slots__ = ("crimes", "end", "simulator", "start")

    def __init__(self, simulator: Simulator, table: _core.StepTable):
        self.simulator = simulator
        self.crimes = Crimes(table, simulator.model)
        self.start = np.datetime64(table.start, "m")
        self.end = np.datetime64(table.end, "m")
        """Does not belong to the step."""

    def set_loading(self, value: float, zones: Names = None, crime_type: Names = None, offence: Names = None) -> None:
        """As Simulator.set_loading: holds from the end of this step on."""
        self.simulator.set_loading(value, zones, crime_type, offence)

    def __len__(self) -> int:
        return len(self.crimes)

    def __repr__(self) -> str:
        return f"<{len(self)} crimes from {self.start} to {self.end}>"


def _minutes(time: Any) -> int:
    """Minutes since 1970 of "2020-01-01T08:00", a datetime or a datetime64."""
    moment = np.datetime64(time, "m") if isinstance(time, str) else np.datetime64(time).astype("datetime64[m]")
    if np.isnat(moment):
        raise ValueError("a time is needed, not NaT")
    return int(moment.astype(np.int64))


def _numbers(names: Names, index: dict[str, list[int]], what: str) -> list[int]:
    """The numbers of names, each of which may have several."""
    if names is None:
        return []
    if isinstance(names, (str, int, np.integer)):
        names = [names]  # type: ignore[list-item]
    if isinstance(names, np.ndarray) and np.issubdtype(names.dtype, np.integer):
        numbers = names.tolist()
    else:
        numbers = []
        for name in names:  # type: ignore[union-attr]
            if isinstance(name, (int, np.integer)) and not isinstance(name, (bool, np.bool_)):
                numbers.append(int(name))
            elif name in index:
                numbers.extend(index[name])
            else:
                raise ValueError(f"the model has no {what} {name!r}")
    if not numbers:
        raise ValueError(f"no {what} is named: leave it out for all of them")
    if min(numbers) < 0:
        raise ValueError(f"{what} numbers are 0 or above")
    return numbers


def _index(names: Iterable[str]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        index.setdefault(name, []).append(number)
    return index


class Simulator:
    """One replicate of a force, in steps of any length."""

    def __init__(
        self,
        model: Model | str | PathLike[str],
        start: Any,
        seed: int = 1,
        replicate: int = 0,
        *,
        placement: str = "observed",
        near_repeat: bool | Mapping[str, float] = False,
        dispersion: bool = True,
        base_loading: float = 1.0,
    ):
        """Begins at `start`: "2020-01-01", "2020-01-01T08:00", a datetime or a datetime64, in local time.

        The other options are those of `crims simulate`: `placement` is "observed", "uniform" or "none"; `near_repeat` is True, or a dict with
        any of ratio, mean_lag_days, spread (in the unit of the coordinates) and same_place, which then hold for all crime types: what is not
        given is that of each crime type in the model, else the usual one. `base_loading` is a factor on all rates that holds throughout. Raises ModelFileError for a model that cannot be read, ValueError for an option that makes no sense.
        """
        self.model = model if isinstance(model, Model) else Model(model)
        repeats = None
        if near_repeat:
            given: dict[str, float | None] = dict.fromkeys(NEAR_REPEAT)
            if isinstance(near_repeat, Mapping):
                unknown = set(near_repeat) - set(given)
                if unknown:
                    raise ValueError(f"near_repeat: {', '.join(sorted(unknown))}: it has {', '.join(given)}")
                given.update(near_repeat)
            repeats = [None if value is None else float(value) for value in given.values()]
        self._options = {"placement": placement, "near_repeat": repeats, "dispersion": bool(dispersion), "base": float(base_loading)}
        self._core = _core.Stepper(self.model._core, _minutes(start), seed, replicate, **self._options)
        self._index_names()

    def _index_names(self) -> None:
        self._zones = _index(self.model.zones)
        self._types = _index(self.model.crime_types)
        self._offences = _index(o.code for o in self.model.offences)

    @property
    def time(self) -> np.datetime64:
        """Where the next step begins, datetime64[m]."""
        return np.datetime64(self._core.time, "m")

    def advance(self, until: Any = None, *, minutes: int = 0, hours: int = 0, days: int = 0) -> Crimes:
        """The crimes from now to `until`, which does not belong to them; or of so many minutes, hours and days."""
        return self._advance(until, minutes, hours, days).crimes

    def _advance(self, until: Any, minutes: int, hours: int, days: int) -> Step:
        length = minutes + 60 * hours + 1440 * days
        if (until is None) == (length == 0):
            raise ValueError("advance needs either a time to go on to, or minutes, hours or days")
        end = self._core.time + length if until is None else _minutes(until)
        return Step(self, self._core.advance(end))

    def set_loading(self, value: float, zones: Names = None, crime_type: Names = None, offence: Names = None) -> None:
        """From now on the rates of what is named are those of the model times `value`, whatever was set before.

        Zones, crime types and offences are named by code or name, or by number; None: all. 0.8: 20 % fewer crimes. Above 1 crimes are added.
        With near repeats it holds for what follows a crime, too, so 0.8 takes away more than 20 %. One under which crime grows
        without end is refused, here or by the step in which it does.
        """
        self._core.set_loading(
            float(value),
            _numbers(zones, self._zones, "zone"),
            _numbers(crime_type, self._types, "crime type"),
            _numbers(offence, self._offences, "offence"),
        )

    def loading(self, zone: str | int, offence: str | int) -> float:
        """The loading of a zone and offence now."""
        return self._core.loading(_numbers(zone, self._zones, "zone")[0], _numbers(offence, self._offences, "offence")[0])

    @property
    def expected(self) -> float:
        """Crimes expected since the start: the model's rates, as this replicate has drawn them, times the loading at each instant; near
        repeats and what follows them are in it.
        """
        return self._core.expected()

    def hours(self, until: Any = None) -> Iterator[Step]:
        """Steps to the end of each hour, for ever or to a time."""
        return self._steps(until, lambda now: now - now % 60 + 60)

    def shifts(self, until: Any = None, hours: int = 8) -> Iterator[Step]:
        """Steps to the end of each shift; shifts begin at midnight and every so many hours after (a divisor of 24)."""
        if hours < 1 or 24 % hours:
            raise ValueError(f"a shift of {hours} hours does not divide a day")
        return self._steps(until, lambda now: now - now % (60 * hours) + 60 * hours)

    def days(self, until: Any = None) -> Iterator[Step]:
        """Steps to each midnight."""
        return self._steps(until, lambda now: now - now % 1440 + 1440)

    def months(self, until: Any = None) -> Iterator[Step]:
        """Steps to the end of each month."""
        return self._steps(until, lambda now: _minutes(np.datetime64(now, "m").astype("datetime64[M]") + np.timedelta64(1, "M")))

    def _steps(self, until: Any, next_end: Any) -> Iterator[Step]:
        last = None if until is None else _minutes(until)
        while last is None or self._core.time < last:
            end = next_end(self._core.time)
            yield Step(self, self._core.advance(end if last is None else min(end, last)))

    def save(self, path: str | PathLike[str]) -> None:
        """Keeps all that is needed to go on later; the model stays in its own file."""
        head = {"saved": SAVED, "model": self.model.path, "options": self._options}
        with open(path, "wb") as file:
            file.write(json.dumps(head).encode() + b"\n" + self._core.state())

    @classmethod
    def load(cls, path: str | PathLike[str], model: Model | str | PathLike[str] | None = None) -> Simulator:
        """Goes on from what `save` has kept, with the crimes that would have come without stopping.

        `model`: where the model is now, if it has moved. Raises ValueError if it is another one, or the file is damaged.
        """
        with open(path, "rb") as file:
            content = file.read()
        first, _, state = content.partition(b"\n")
        try:
            head = json.loads(first)
            if head["saved"] != SAVED:
                raise ValueError
            where, options = head["model"], head["options"]
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{fspath(path)}: this is not a simulator that crimekit has saved") from error
        self = cls.__new__(cls)
        self.model = model if isinstance(model, Model) else Model(where if model is None else model)
        self._options = options
        try:
            self._core = _core.Stepper.resume(self.model._core, state, **options)
        except ValueError as error:
            raise ValueError(f"{fspath(path)}: {error}") from error
        self._index_names()
        return self
