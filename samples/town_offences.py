# SPDX-License-Identifier: MIT
"""The offences behind Thornmere's crime types: a table like the Home Office's police recorded crime open data, and the join of
offences, severity weights and crime types that CriMS uses. Shares and weights are invented."""

import csv
import itertools

QUARTERS = [("2021/22", 2021), ("2022/23", 2022)]  # financial years, April to March, that the archive holds whole
FORCE = "Thornmere"
OTHER_FORCE = "Northvale"  # its rows are there to be left out
COUNT_COLUMNS = ("Financial Year", "Financial Quarter", "Force Name", "Offence Description", "Offence Group", "Offence Subgroup",
                 "Offence Code", "Offence Count")
CATEGORY_COLUMNS = ("ONS_COUNTS_category", "ONS_COUNTS_description", "ONS_SEVERITY_code", "ONS_COUNTS_code",
                    "ONS_SEVERITY_category", "ONS_SEVERITY_offence", "ONS_SEVERITY_weight", "POLICE_UK_CAT_MAP_code",
                    "POLICE_UK_CAT_MAP_sub_class", "POLICE_UK_CAT_MAP_offence", "POLICE_UK_CAT_MAP_category")

# Crime type: (code, description, group, subgroup, share within the type, severity weight). Quirks of the real tables that are
# kept: types in another case than the crimes' ("Other Crime"), a code with slashes, one with a point, a share of 0 (no rows).
OFFENCES = {
    "Bicycle theft": [
        ("44", "Theft or unauthorised taking of a pedal cycle", "Theft offences", "Bicycle theft", 1.0, 6)],
    "Burglary": [
        ("28E", "Burglary Residential", "Theft offences", "Domestic burglary", 0.58, 410),
        ("28F", "Attempted Burglary Residential", "Theft offences", "Domestic burglary", 0.12, 320),
        ("29A", "Aggravated Burglary Residential", "Theft offences", "Domestic burglary", 0.02, 2150),
        ("30C", "Burglary Business and Community", "Theft offences", "Non-domestic burglary", 0.28, 130)],
    "Criminal damage and arson": [
        ("56A", "Arson endangering life", "Criminal damage and arson", "Arson", 0.01, 800),
        ("56B", "Arson not endangering life", "Criminal damage and arson", "Arson", 0.05, 180),
        ("58A", "Criminal damage to a dwelling", "Criminal damage and arson", "Criminal damage", 0.21, 6),
        ("58C", "Criminal damage to a vehicle", "Criminal damage and arson", "Criminal damage", 0.46, 5),
        ("58D", "Other criminal damage", "Criminal damage and arson", "Criminal damage", 0.27, 5)],
    "Drugs": [
        ("92A", "Trafficking in controlled drugs", "Drug offences", "Trafficking of drugs", 0.20, 640),
        ("92D", "Possession of controlled drugs (excl. Cannabis)", "Drug offences", "Possession of drugs", 0.20, 7),
        ("92E", "Possession of controlled drugs (Cannabis)", "Drug offences", "Possession of drugs", 0.60, 3)],
    "Other crime": [
        ("54", "Handling stolen goods", "Miscellaneous crimes", "Miscellaneous crimes", 0.4, 60),
        ("79", "Perverting the course of justice", "Miscellaneous crimes", "Miscellaneous crimes", 0.2, 240),
        ("802", "Dangerous driving", "Miscellaneous crimes", "Miscellaneous crimes", 0.4, 110),
        ("26", "Bigamy", "Miscellaneous crimes", "Miscellaneous crimes", 0.0, 45)],
    "Other theft": [
        ("40", "Theft in a dwelling other than from an automatic machine or meter", "Theft offences", "Other theft offences",
         0.10, 50),
        ("49", "Other theft", "Theft offences", "Other theft offences", 0.78, 35),
        ("49A", "Making off without payment", "Theft offences", "Other theft offences", 0.12, 4)],
    "Possession of weapons": [
        ("10C", "Possession of other weapons", "Possession of weapons offences", "Possession of weapons offences", 0.35, 60),
        ("10D", "Possession of article with blade or point", "Possession of weapons offences", "Possession of weapons offences",
         0.65, 80)],
    "Public order": [
        ("9A", "Public fear, alarm or distress", "Public order offences", "Public order offences", 0.88, 7),
        ("66", "Other offences against the State or public order", "Public order offences", "Public order offences", 0.12, 30)],
    "Robbery": [
        ("34A", "Robbery of business property", "Robbery", "Robbery of business property", 0.15, 900),
        ("34B", "Robbery of personal property", "Robbery", "Robbery of personal property", 0.85, 720)],
    "Shoplifting": [
        ("46", "Shoplifting", "Theft offences", "Shoplifting", 1.0, 10)],
    "Theft from the person": [
        ("39", "Theft from the person", "Theft offences", "Theft from the person", 1.0, 80)],
    "Vehicle crime": [
        ("37.2", "Aggravated vehicle taking", "Theft offences", "Theft of a motor vehicle", 0.02, 300),
        ("45", "Theft from vehicle", "Theft offences", "Theft from a vehicle", 0.62, 33),
        ("48", "Theft or unauthorised taking of motor vehicle", "Theft offences", "Theft of a motor vehicle", 0.22, 120),
        ("126", "Interfering with a motor vehicle", "Theft offences", "Vehicle interference", 0.14, 9)],
    "Violence and sexual offences": [
        ("1/4.1/4.10/4.2", "Homicide", "Violence against the person", "Homicide", 0.001, 7800),
        ("5D", "Assault with intent to cause serious harm", "Violence against the person", "Violence with injury", 0.014, 1700),
        ("8N", "Assault with injury", "Violence against the person", "Violence with injury", 0.27, 190),
        ("105A", "Assault without injury", "Violence against the person", "Violence without injury", 0.38, 14),
        ("8L", "Harassment", "Violence against the person", "Stalking and harassment", 0.10, 40),
        ("8R", "Malicious Communications", "Violence against the person", "Stalking and harassment", 0.155, 15),
        ("19C", "Rape of a female aged 16 and over", "Sexual offences", "Rape offences", 0.03, 2600),
        ("20A", "Sexual assault on a female aged 13 and over", "Sexual offences", "Other sexual offences", 0.05, 600)],
}
CORRECTED = ("2022/23", 3, "29A")  # an offence that was taken back: a quarter of -1


def recorded(rng, crimes_by_type):
    """{(year, quarter, code): offences}: each of a quarter's published crimes is one offence of its type."""
    result = {}
    for (year, april), quarter in itertools.product(QUARTERS, range(1, 5)):
        first = 12 * april + 3 * quarter
        months = [(month // 12, month % 12 + 1) for month in range(first, first + 3)]
        for kind, offences in OFFENCES.items():
            crimes = sum(crimes_by_type[month, kind] for month in months)
            drawn = rng.choices([row[0] for row in offences], [row[4] for row in offences], k=crimes)
            for row in offences:
                if row[4] > 0:
                    result[year, quarter, row[0]] = drawn.count(row[0])
    result[CORRECTED] = -1
    return result


def write_counts(path, rng, crimes_by_type):
    """The Home Office's table: rows by year, quarter, force and description."""
    ours = recorded(rng, crimes_by_type)
    rows = []
    for (year, quarter, code), count in ours.items():
        _, description, group, subgroup, *_ = next(row for kind in OFFENCES.values() for row in kind if row[0] == code)
        for force, number in ((FORCE, count), (OTHER_FORCE, rng.randint(0, 90))):
            rows.append((year, quarter, force, description, group, subgroup, code, number))
    write_table(path, COUNT_COLUMNS, sorted(rows))


def write_categories(path):
    rows = []
    for kind, offences in OFFENCES.items():
        for code, description, group, subgroup, _, weight in offences:
            rows.append((group.lower(), description, code, code, f"invented - {group.lower()}", description, weight, code,
                         subgroup, description, title_case(kind)))
    write_table(path, CATEGORY_COLUMNS, sorted(rows))


def title_case(kind):
    """As the join writes a crime type: "Theft from the Person"."""
    return " ".join(word if word in ("and", "from", "the") else word.capitalize() for word in kind.split())


def write_table(path, columns, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
