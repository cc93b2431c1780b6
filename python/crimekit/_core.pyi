# SPDX-License-Identifier: MIT
from collections.abc import Sequence

import numpy as np

class ModelError(ValueError): ...
class ModelFileError(OSError): ...

class Model:
    zones: list[str]
    crime_types: list[str]
    offences: list[tuple[int, str, str, float, float, bool]]
    incidence: np.ndarray
    suspect: np.ndarray
    trends: list[float]
    varies: bool
    data_months: tuple[str, str] | None
    places: int
    polygons: int
    coordinate_system: str | None
    metadata: dict[str, str]
    near_repeats: list[tuple[float, float, float, float] | None]

def read_model(path: str) -> Model: ...

class StepTable:
    start: int
    end: int
    replicate: int
    id: np.ndarray
    time: np.ndarray
    zone: np.ndarray
    offence: np.ndarray
    suspect: np.ndarray
    x: np.ndarray
    y: np.ndarray
    def __len__(self) -> int: ...

class Stepper:
    time: int
    def __init__(
        self, model: Model, start: int, seed: int, replicate: int, placement: str,
        near_repeat: Sequence[float | None] | None, dispersion: bool, base: float,
    ) -> None: ...
    @staticmethod
    def resume(
        model: Model, state: bytes, placement: str, near_repeat: Sequence[float | None] | None, dispersion: bool, base: float
    ) -> Stepper: ...
    def advance(self, until: int) -> StepTable: ...
    def set_loading(self, value: float, zones: list[int], crime_types: list[int], offences: list[int]) -> None: ...
    def loading(self, zone: int, offence: int) -> float: ...
    def expected(self) -> float | None: ...
    def state(self) -> bytes: ...

def wdd_test(
    counts: Sequence[Sequence[float]], time_weights: Sequence[float], area_weights: Sequence[float], confidence: float
) -> dict: ...
