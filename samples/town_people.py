# SPDX-License-Identifier: MIT
"""The people of Thornmere and its villages: a census in nomis's layout, projections like those of the ONS, the district of each zone,
and recorded victims. All numbers are invented."""

import csv

ZONES = [f"E02999{number:03d}" for number in range(1, 17)]
TOWN, VILLAGES = "E07999001", "E07999002"
DISTRICT = {zone: VILLAGES if zone in (ZONES[0], ZONES[3], ZONES[12], ZONES[15]) else TOWN for zone in ZONES}
SEXES = ("Males", "Females")
AGES = ("Age 0 to 15", "Age 16 to 24", "Age 25 to 44", "Age 45 to 64", "Age 65 and over")
YEARS_OF_AGE = ((0, 15), (16, 24), (25, 44), (45, 64), (65, 90))
GROUPS = ("White", "Asian", "Black and other")
CENSUS_YEAR = 2021
# How each age group of a district changes a year.
GROWTH = {TOWN: (-0.004, 0.006, 0.002, -0.003, 0.018), VILLAGES: (-0.010, -0.012, -0.008, 0.002, 0.024)}
PROJECTED_YEARS = (2021, 2023, 2030)
# Offence: recorded victims, shares of women, of each age, of each group of ethnicity.
VICTIMS = {
    "Robbery of personal property": (120, 0.32, (0.22, 0.41, 0.22, 0.11, 0.04), (0.62, 0.24, 0.14)),
    "Theft from the person": (160, 0.58, (0.06, 0.34, 0.30, 0.18, 0.12), (0.70, 0.19, 0.11)),
    "Assault with injury": (320, 0.44, (0.16, 0.28, 0.38, 0.15, 0.03), (0.78, 0.11, 0.11)),
    "Assault without injury": (400, 0.49, (0.15, 0.24, 0.39, 0.18, 0.04), (0.79, 0.11, 0.10)),
    "Burglary Residential": (240, 0.50, (0.00, 0.10, 0.42, 0.31, 0.17), (0.80, 0.13, 0.07)),
}


def write(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def census(rng):
    """{(zone, sex, age, group): people}."""
    people = {}
    for zone in ZONES:
        size = rng.randint(5200, 9400) * (0.45 if DISTRICT[zone] == VILLAGES else 1)
        young = rng.uniform(0.7, 1.6)
        mixed = rng.uniform(0.4, 2.2)
        for sex in SEXES:
            for age, share in zip(AGES, (0.19, 0.11 * young, 0.27, 0.25, 0.18 / young)):
                for group, part in zip(GROUPS, (1 - 0.14 * mixed, 0.09 * mixed, 0.05 * mixed)):
                    people[zone, sex, age, group] = round(size / 2 * share * part * rng.uniform(0.92, 1.08))
    return people


def projection(people):
    """(district, year, sex, age, people) by single year of age; the census year is the census."""
    for district in (TOWN, VILLAGES):
        for year in PROJECTED_YEARS:
            for sex in SEXES:
                for age, (first, last), growth in zip(AGES, YEARS_OF_AGE, GROWTH[district]):
                    now = sum(count for (zone, s, a, _), count in people.items() if (DISTRICT[zone], s, a) == (district, sex, age))
                    then = round(now * (1 + growth) ** (year - CENSUS_YEAR))
                    years = range(first, last + 1)
                    # The oldest are fewer; the last year takes what rounding leaves.
                    weights = [1 if last < 90 else max(0.05, 1 - 0.04 * (one - first)) for one in years]
                    counts = [int(then * weight / sum(weights)) for weight in weights]
                    counts[0] += then - sum(counts)
                    for one, count in zip(years, counts):
                        yield district, year, sex.lower(), "90+" if one == 90 else str(one), count


def victims(rng):
    for offence, (count, women, ages, groups) in VICTIMS.items():
        for _ in range(count):
            sex = "female" if rng.random() < women else "male"
            age = rng.choices([age.removeprefix("Age ") for age in AGES], ages)[0]
            yield sex, age, rng.choices(GROUPS, groups)[0], offence


def write_all(stem, rng):
    people = census(rng)
    write(f"{stem}-census.csv", ("GEOGRAPHY_CODE", "C_SEX_NAME", "C_AGE_NAME", "C_ETHPUK11_NAME", "OBS_VALUE"),
          [(*key, count) for key, count in people.items()])
    write(f"{stem}-projection.csv", ("area", "year", "sex", "age", "people"), projection(people))
    write(f"{stem}-districts.csv", ("MSOA", "DISTRICT"), DISTRICT.items())
    write(f"{stem}-victims.csv", ("sex", "age", "ethnicity", "offence"), victims(rng))
