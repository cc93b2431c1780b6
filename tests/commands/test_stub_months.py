# SPDX-License-Identifier: MIT
"""A month's file that was cut off: named by the audit, and not modelled, however few months there are to compare with."""

GMP = ("--crimes", "cases/police/gmp")


def test_the_audit_names_the_stub(crims, shared):
    run = crims("audit", *GMP, "--json", "-", cwd=shared)
    force, = run.json["forces"]
    assert force["implausible_months"] == ["2022-08"] and len(force["missing_months"]) == 37
    month = force["months"][-1]
    assert (month["rows"], month["verdict"]) == (14, "drop") and 300 < month["expected"] < 450
    assert "2022-08: drop, 14 rows where about " in crims("audit", *GMP, cwd=shared).out


def test_no_month_is_modelled_from_the_stub(crims, shared, tmp_path):
    args = ("calibrate", *GMP, "--force", "Greater Manchester", "--from", "2019-01", "--to", "2022-08", "--json", "-", "--output")
    run = crims(*args, tmp_path / "all.gpkg", cwd=shared)
    assert "2022-08 (14 where about " in run.err and "left out, as months without data" in run.err
    assert run.json["months"]["excluded"] == ["2022-08"] and "2022-08" not in run.json["months"]["missing"]
    without = crims(*args, tmp_path / "without.gpkg", "--exclude-months", "2022-08", cwd=shared)
    assert run.json["crimes"] == without.json["crimes"] and run.json["crime_types"] == without.json["crime_types"]
    assert "incomplete file" not in without.err


def test_a_file_with_a_header_alone_is_a_missing_month_to_audit_and_calibrate(crims, shared, tmp_path):
    mixed = ("--crimes", "cases/police/mixed")
    run = crims("audit", *mixed, "--json", "-", cwd=shared)
    force, = run.json["forces"]
    assert force["missing_months"] == force["months_without_crimes"] == ["2021-02"] and force["implausible_months"] == []
    text = crims("audit", *mixed, cwd=shared).out
    assert "1 of 2" in text and "files without crimes    2021-02" in text
    run = crims("calibrate", *mixed, "--force", "City of London", "--from", "2021-01", "--to", "2021-02", "--json", "-", "--output",
                tmp_path / "m.gpkg", cwd=shared)
    assert run.json["months"]["missing"] == ["2021-02"]
    assert "These files hold no crimes and count as missing: cases/police/mixed/2021-02-city-of-london-street.csv" in run.err
