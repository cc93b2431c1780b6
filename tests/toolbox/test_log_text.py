# SPDX-License-Identifier: MIT
"""What a log narrower than a terminal makes of the commands' tables."""

import subprocess

from conftest import TOWN, WDD

from crimekit.host import log_text

SUITABILITY = """Suitability
                                   actual          threshold     response / control
  Area difference                  1.11 %       at most 20 %   464,412 / 459,276 m²   met
  Correlation (Pearson's R)         0.745   |R| at least 0.7              36 months   met
The correlation is that of two areas."""
COUNTS = """                     before   after   change
  Response area         414     274     -140"""


def logged(text, report="Report"):
    lines = []
    log = log_text.LogText(lines.append, report)
    for line in text.splitlines():
        log.line(line)
    log.end()
    return lines


def test_a_wide_table_becomes_a_line_for_each_row():
    assert logged(SUITABILITY) == [
        "Suitability",
        "  Area difference: actual 1.11 %; threshold at most 20 %; response / control 464,412 / 459,276 m²; met",
        "  Correlation (Pearson's R): actual 0.745; threshold |R| at least 0.7; response / control 36 months; met",
        "The correlation is that of two areas."]


def test_rows_without_headings_and_a_heading_over_the_first_column():
    plain = f"  prevented{' ' * 60}29   (expected 37.7)\n  true effect{' ' * 58}-18   (expected -28.2)"
    assert logged(plain) == ["  prevented: 29; (expected 37.7)", "  true effect: -18; (expected -28.2)"]
    plan = f"  Months   Expected   Smallest{' ' * 50}\n       3        360       31 %{' ' * 50}."
    assert logged(plan) == ["  Months 3: Expected 360; Smallest 31 %; ."]


def test_a_narrow_table_and_prose_stay_as_they_are():
    assert logged(COUNTS) == COUNTS.splitlines()
    prose = "A long sentence that no table is. " * 5
    assert logged(prose) == [prose]


def test_a_long_wide_table_is_in_the_report():
    table = "\n".join(f"{'cell':>30}   {'cell':>30}   {'cell':>30}" for _ in range(20))
    assert logged(f"Before\n{table}\nAfter") == ["Before", '  (A table of 19 rows, too wide for this log, is in "Report".)', "After"]
    assert logged(table, report="") == table.splitlines()  # there is none


def test_no_table_of_the_test_is_wider_than_the_log():
    said = subprocess.run(
        [WDD, "test", "--response", f"{TOWN}|layername=response", "--where", "NAME='Market Square'", "--control",
         f"{TOWN}|layername=control", "--incidents", f"{TOWN}|layername=incidents", "--date-field", "occurred", "--start-field",
         "RESP_START", "--end-field", "RESP_END", "--displacement", "250 m", "--test-suitability"],
        check=True, capture_output=True, text=True).stdout
    assert any(log_text.is_row(line) and len(line) > log_text.WIDTH for line in said.splitlines())
    lines = logged(said)
    assert not any(log_text.is_row(line) and len(line) > log_text.WIDTH for line in lines)
    assert any(line.startswith("  Area difference: actual 1.11 %; threshold at most 20 %") for line in lines)
