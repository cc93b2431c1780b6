# SPDX-License-Identifier: MIT
"""The crimes of Thornmere as its police would publish them: an archive like those of data.police.uk, of invented crimes."""

import collections
import csv
import io
import math
import zipfile

from osgeo import osr

COLUMNS = ("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
           "Crime type", "Last outcome category", "Context")
POLICE = "Thornmere Police"
WITHOUT_PLACE = 0.05  # of the crimes have "No Location"
ASB = "Anti-social behaviour"

# From the British National Grid to WGS 84 by the seven-parameter shift, named in full so that no installed grid file changes it.
TO_WGS84 = ("+proj=pipeline +step +inv +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy "
            "+step +proj=push +v_3 +step +proj=cart +ellps=airy "
            "+step +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489 "
            "+convention=position_vector +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
            "+step +proj=unitconvert +xy_in=rad +xy_out=deg")

NOBODY = "Investigation complete; no suspect identified"
UNABLE = "Unable to prosecute suspect"
NO_UPDATE = "Status update unavailable"
PENDING = "Under investigation"
COURT = "Court result unavailable"
AWAITING = "Awaiting court outcome"
LOCAL = "Local resolution"
CAUTION = "Offender given a caution"
WARNING = "Offender given a drugs possession warning"
NOT_IN_INTEREST = "Formal action is not in the public interest"
OTHER_BODY = "Action to be taken by another organisation"
NO_SUSPECT = (NOBODY, NO_UPDATE, PENDING)

# Weights of the outcomes by crime type.
OUTCOMES = {
    "Bicycle theft": {NOBODY: 85, NO_UPDATE: 8, UNABLE: 5, COURT: 2},
    "Burglary": {NOBODY: 74, NO_UPDATE: 8, UNABLE: 10, COURT: 8},
    "Criminal damage and arson": {NOBODY: 58, NO_UPDATE: 6, UNABLE: 23, COURT: 6, LOCAL: 4, CAUTION: 3},
    "Drugs": {NOBODY: 8, NO_UPDATE: 6, UNABLE: 10, COURT: 28, LOCAL: 14, CAUTION: 14, WARNING: 13, NOT_IN_INTEREST: 7},
    "Other crime": {NOBODY: 22, NO_UPDATE: 14, UNABLE: 38, COURT: 14, CAUTION: 4, OTHER_BODY: 5, NOT_IN_INTEREST: 3},
    "Other theft": {NOBODY: 72, NO_UPDATE: 7, UNABLE: 15, COURT: 4, LOCAL: 2},
    "Possession of weapons": {NOBODY: 10, NO_UPDATE: 5, UNABLE: 22, COURT: 43, CAUTION: 10, NOT_IN_INTEREST: 10},
    "Public order": {NOBODY: 28, NO_UPDATE: 10, UNABLE: 42, COURT: 10, LOCAL: 4, NOT_IN_INTEREST: 6},
    "Robbery": {NOBODY: 56, NO_UPDATE: 5, UNABLE: 24, COURT: 15},
    "Shoplifting": {NOBODY: 50, NO_UPDATE: 5, UNABLE: 14, COURT: 20, LOCAL: 7, CAUTION: 4},
    "Theft from the person": {NOBODY: 82, NO_UPDATE: 6, UNABLE: 9, COURT: 3},
    "Vehicle crime": {NOBODY: 86, NO_UPDATE: 6, UNABLE: 5, COURT: 3},
    "Violence and sexual offences": {NOBODY: 12, NO_UPDATE: 13, UNABLE: 56, COURT: 9, LOCAL: 3, CAUTION: 3, NOT_IN_INTEREST: 4},
}
OPEN_CASES = (0.6, 0.4, 0.25, 0.15, 0.1, 0.06)  # still under investigation, of the newest month, the one before it, ...


def outcome(rng, kind, zone, age):
    """The last outcome of a crime whose month is `age` months before the newest; suspects are found more often in some zones."""
    if kind == ASB:
        return ""
    if age < len(OPEN_CASES) and rng.random() < OPEN_CASES[age]:
        return PENDING
    luck = 0.8 + 0.1 * (zone.number % 5)
    weights = {name: weight * (1 if name in NO_SUSPECT else luck) for name, weight in OUTCOMES[kind].items()}
    result = rng.choices(list(weights), list(weights.values()))[0]
    return AWAITING if result == COURT and age < 8 else result


def degrees(snap_points):
    """("longitude", "latitude") of each snap point, to six decimals."""
    options = osr.CoordinateTransformationOptions()
    options.SetOperation(TO_WGS84)
    transform = osr.CoordinateTransformation(None, None, options)
    placed = (transform.TransformPoint(snap.x, snap.y) for snap in snap_points)
    return [(f"{longitude:.6f}", f"{latitude:.6f}") for longitude, latitude, _ in placed]


def published(rng, crimes, snap_points, months):
    """{(year, month): rows} of [(moment, type, (x, y))] in these months, each moved to its nearest snap point."""
    place = degrees(snap_points)
    nearest = {}
    rows = {month: [] for month in months}
    for when, kind, where in crimes:
        month = (when.year, when.month)
        if month not in rows:
            continue
        if where not in nearest:
            nearest[where] = min(range(len(snap_points)),
                                 key=lambda k: math.dist(where, (snap_points[k].x, snap_points[k].y)))
        snap = snap_points[nearest[where]]
        result = outcome(rng, kind, snap.zone, len(months) - 1 - months.index(month))
        spot = (*place[nearest[where]], snap.location, snap.lsoa, snap.lsoa_name)
        if rng.random() < WITHOUT_PLACE:
            spot = ("", "", "No Location", "", "")
        rows[month].append((*spot, kind, result))
    return {month: table(month, unordered) for month, unordered in rows.items()}


def table(month, rows):
    """The rows of a month's file: by LSOA, crime type and place, those without a place last, each with an id that is one
    plainly made: month and number. Anti-social behaviour has none."""
    written = f"{month[0]}-{month[1]:02}"
    ordered = sorted(rows, key=lambda row: (row[3] == "", row[3], row[5], row[2], row))
    return [("" if row[5] == ASB else f"{written.replace('-', '')}{number:05}".rjust(64, "0"), written, POLICE, POLICE, *row, "")
            for number, row in enumerate(ordered, 1)]


def count_by_type(rows_by_month):
    """{((year, month), crime type): crimes}."""
    return collections.Counter((month, row[COLUMNS.index("Crime type")]) for month, rows in rows_by_month.items() for row in rows)


def write_archive(path, rows_by_month):
    """The archive, with nothing in it that depends on the day it is made."""
    with zipfile.ZipFile(path, "w") as archive:
        for (year, month), rows in rows_by_month.items():
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\r\n")  # as the police's own are today
            writer.writerow(COLUMNS)
            writer.writerows(rows)
            name = f"{year}-{month:02}"
            entry = zipfile.ZipInfo(f"{name}/{name}-thornmere-street.csv", (2024, 1, 15, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, whatever made it
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.getvalue().encode("utf-8"), compresslevel=9)
