# SPDX-License-Identifier: MIT
"""`wdd counts`: one design on the command line, or a table with one design a row. (Its numbers: test_reference.py.)"""

import csv
import io
import math

import pytest

COUNTS = ("--treated", "207,110", "--control", "308,318", "--treated-displacement", "178,157", "--control-displacement",
          "150,140")
REQUIRED = ["treated_pre", "treated_post", "control_pre", "control_post"]
RESULTS = ["local_estimate", "local_se", "displacement_estimate", "displacement_se", "total_estimate", "total_se", "z",
           "p_one_tailed", "ci_low", "ci_high", "evidence", "share_of_expected", "rate_ratio", "rate_ratio_low", "rate_ratio_high",
           "p_exact", "p_mid", "probability_of_reduction", "gross_effect", "net_effect", "displacement_quotient", "total_net_effect"]


@pytest.fixture
def table(wdd, tmp_path):
    """table(text of a CSV): the rows of the results, as dicts; `raw` gives the text itself."""
    def run(text, *more, raw=False, check=True, warning=""):
        (tmp_path / "designs.csv").write_bytes(text.encode())
        done = wdd("counts", "--input", tmp_path / "designs.csv", *more, check=check)
        if check is not True:
            return done
        assert warning in done.err and bool(warning) == bool(done.err)
        return done.out if raw else list(csv.DictReader(io.StringIO(done.out, newline="")))
    return run


# --- one design -------------------------------------------------------------------------------------------------------

def test_json_has_the_keys_of_wdd_test_as_far_as_they_apply(wdd):
    result = wdd("counts", *COUNTS, "--json", "-").json
    assert result["counts"] == {
        "treated": {"pre": 207, "post": 110}, "control": {"pre": 308, "post": 318},
        "treated_displacement": {"pre": 178, "post": 157}, "control_displacement": {"pre": 150, "post": 140}}
    assert list(result["local"]) == list(result["displacement"]) == ["estimate", "se"]
    assert list(result["total"]) == ["estimate", "se", "z", "p_one_tailed", "ci_low", "ci_high", "confidence"]
    assert {"evidence", "parameters", "version", "message"} <= set(result)
    assert (result["local"]["estimate"], result["displacement"]["estimate"],
            result["total"]["estimate"]) == (-107, -11, -118)
    for key in ("periods", "suitability", "incidents", "areas", "crs"):
        assert not result.get(key), f"{key} has no meaning without layers"


def test_displacement_counts_may_be_left_out(wdd):
    result = wdd("counts", "--treated", "207,110", "--control", "308,318", "--json", "-").json
    assert result["counts"]["treated_displacement"] == {"pre": 0, "post": 0}
    assert result["displacement"] == {"estimate": 0, "se": 0}
    assert result["total"]["estimate"] == -107


def test_one_side_s_displacement_alone_counts(wdd):
    result = wdd("counts", "--treated", "10,5", "--control", "10,10", "--treated-displacement", "4,8", "--json", "-").json
    assert (result["total"]["estimate"], result["total"]["se"]) == (-1, math.sqrt(47))
    said = "nly the displacement area of the response area has counts, so that of the control area was taken to have none (0 before, 0 after)."
    assert "O" + said in result["message"]


def test_counts_beside_rose_are_over_the_same_time(wdd):
    out = wdd("counts", "--treated", "414,274", "--control", "423,409", "--time-weights", "12,6").out
    assert ("did not fall in the response area (207 to 274 over the same time): "
            "they rose less than in the control area (about 212 to 409 over the same time)") in out


def test_weights_divide_counts_and_their_squares_the_variance(wdd):
    result = wdd("counts", "--treated", "80,20", "--control", "100,50", "--time-weights", "2,1", "--area-weights",
                 "2,4,1,1",
                 "--json", "-").json
    estimate = (20 / 2 - 80 / 4) - (50 / 4 - 100 / 8)
    variance = 20 / 4 + 80 / 16 + 50 / 16 + 100 / 64
    assert result["total"]["estimate"] == pytest.approx(estimate, rel=1e-15)
    assert result["total"]["se"] == pytest.approx(math.sqrt(variance), rel=1e-15)


@pytest.mark.parametrize("confidence, quantile", [("0.9", 1.6448536269514722), ("0.99", 2.5758293035489004),
                                                  ("0.5", 0.6744897501960817)])
def test_confidence_sets_the_interval_and_nothing_else(wdd, confidence, quantile):
    total = wdd("counts", *COUNTS, "--confidence", confidence, "--json", "-").json["total"]
    assert total["ci_high"] - total["estimate"] == pytest.approx(quantile * total["se"], rel=1e-12)
    assert total["estimate"] - total["ci_low"] == pytest.approx(quantile * total["se"], rel=1e-12)
    assert total["confidence"] == float(confidence)
    assert total["z"] == wdd("counts", *COUNTS, "--json", "-").json["total"]["z"]


def test_all_counts_zero_leave_z_p_and_interval_null_and_say_why(wdd):
    result = wdd("counts", "--treated", "0,0", "--control", "0,0", "--json", "-").json
    assert result["total"] == {"estimate": 0, "se": 0, "z": None, "p_one_tailed": None, "ci_low": None, "ci_high": None,
                               "confidence": 0.95}
    assert result["evidence"] == "no test possible"
    assert "zero" in result["message"]


# Counts whose sum is 100 have a standard error of 10: z is a tenth of the change.
@pytest.mark.parametrize("treated, z, evidence", [
    ("40,60", 2, "none"), ("50,50", 0, "none"), ("56.25,43.75", -1.25, "none"),
    ("56.5,43.5", -1.3, "weak"), ("57.75,42.25", -1.55, "weak"),
    ("58,42", -1.6, "moderate"), ("61.25,38.75", -2.25, "moderate"),
    ("61.5,38.5", -2.3, "strong"), ("65.25,34.75", -3.05, "strong"),
    ("65.5,34.5", -3.1, "very strong"), ("100,0", -10, "very strong")])
def test_evidence_follows_z_and_a_border_is_of_the_stronger_class(wdd, treated, z, evidence):
    result = wdd("counts", "--treated", treated, "--control", "0,0", "--json", "-").json
    assert (result["total"]["z"], result["evidence"]) == (z, evidence)


def test_json_numbers_round_trip(wdd):
    text = wdd("counts", "--treated", "1,0", "--control", "0,1", "--confidence", "0.9", "--json", "-").out
    assert repr(math.sqrt(2)) in text


@pytest.mark.parametrize("option, value", [
    ("--treated", "1"), ("--treated", "1,2,3"), ("--treated", "1,,2"), ("--treated", "1,2,"), ("--treated", ",1,2"),
    ("--treated", "a,b"), ("--treated", "1;2"), ("--treated", "1 2"), ("--treated", "1,2 000"), ("--treated", "1,0x10"),
    ("--treated", "-1,2"), ("--treated", "nan,1"), ("--treated", "1,inf"), ("--control-displacement", "1,-2"),
    ("--time-weights", "0,1"), ("--time-weights", "1"), ("--time-weights", "-1,1"), ("--time-weights", "nan,1"),
    ("--area-weights", "1,1,1"), ("--area-weights", "1,1,1,0"), ("--area-weights", "1,1,1,1,1"),
    ("--confidence", "0"), ("--confidence", "1"), ("--confidence", "95"), ("--confidence", "nan"), ("--confidence", "x")])
def test_a_wrong_number_is_a_wrong_command_line(wdd, option, value):
    options = {"--treated": "1,2", "--control": "3,4", option: value}
    run = wdd("counts", *[f"{name}={text}" for name, text in options.items()], check=2)
    assert run.out == "" and run.err.count("\n") == 1 and run.err.startswith("wdd: error: ")


@pytest.mark.parametrize("options", [
    (), ("--treated", "1,2"), ("--control", "1,2"), ("--treated", "1,2", "--control", "1,2", "--input", "x.csv"),
    ("--treated", "1,2", "--control", "1,2", "--output", "x.csv"), ("--input", "x.csv", "--json", "-"),
    ("--treated", "1,2", "--control", "1,2", "surplus"), ("--treated", "1,2", "--control", "1,2", "--unknown")])
def test_options_that_do_not_go_together_are_a_wrong_command_line(wdd, tmp_path, options):
    run = wdd("counts", *options, check=2, cwd=tmp_path)
    assert run.out == "" and run.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


# --- a table ----------------------------------------------------------------------------------------------------------

def test_results_are_appended_to_the_columns(table):
    text = table("treated_pre,treated_post,control_pre,control_post\n207,110,308,318\n", raw=True)
    header, row, end = text.split("\n")
    assert header.split(",") == REQUIRED + RESULTS
    assert row.startswith("207,110,308,318,-107,") and ",very strong,-0.493" in row
    assert end == ""


def test_other_columns_pass_through_in_place(table):
    rows = [["1", "x, y", "207", "110", "Zoë ☂", "308", "318"], ["2", 'said "no"', "5", "6", "", "7", "8"],
            ["007", "two\nlines", "1", "1", " a ", "1", "1"],
            ["1e400", "'", "0", "0", "-", "0", "0"]]
    header = ["id", "note, with comma", "treated_pre", "treated_post", "naïve", "control_pre", "control_post"]
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    out = list(csv.reader(io.StringIO(table(text.getvalue(), raw=True), newline="")))
    assert out[0] == header + RESULTS
    assert [row[:len(header)] for row in out[1:]] == rows


def test_a_quote_in_a_column_s_name_passes_through(table):
    text = 'treated_pre,treated_post,control_pre,control_post,"the ""name"""\n1,2,3,4,x\n'
    assert table(text)[0]['the "name"'] == "x"


def test_a_row_with_too_many_cells_is_an_error_not_a_loss(table):
    run = table("treated_pre,treated_post,control_pre,control_post,note\n1,2,3,4,a\n1,2,3,4,b,lost\n", check=1)
    assert "row 2" in run.err


def test_columns_may_come_in_any_order(table):
    [row] = table("control_post,confidence,treated_displacement_post,treated_post,x,control_pre,treated_displacement_pre,treated_pre\n"
                  "318,0.9,157,110,hello,308,178,207\n", warning="row 1: only the displacement area of the response area")
    assert float(row["total_estimate"]) == -107 + 157 - 178
    assert float(row["ci_high"]) - float(row["total_estimate"]) == pytest.approx(1.6448536269514722 * float(row["total_se"]), rel=1e-12)


def test_empty_cells_of_optional_columns_are_the_defaults(table):
    rows = table("treated_pre,treated_post,control_pre,control_post,time_pre,area_control,confidence,treated_displacement_pre,"
                 "treated_displacement_post\n80,20,100,50,,,,,\n80,20,100,50,2,1,0.95,0,0\n")
    assert float(rows[0]["total_estimate"]) == -10
    assert float(rows[1]["total_estimate"]) == -20


@pytest.mark.parametrize("missing", ["", " ", "NA", "N/A", "nan", "NaN", "null", "None", "-"])
def test_missing_values_of_optional_columns_are_absent(table, missing):
    [row] = table("treated_pre,treated_post,control_pre,control_post,treated_displacement_pre,treated_displacement_post,confidence\n"
                  f"80,20,100,50,{missing},{missing},{missing}\n")
    [bare] = table("treated_pre,treated_post,control_pre,control_post\n80,20,100,50\n")
    assert {name: row[name] for name in RESULTS} == {name: bare[name] for name in RESULTS}


@pytest.mark.parametrize("missing", ["", "NA"])
def test_a_missing_count_is_an_error(table, missing):
    run = table(f"treated_pre,treated_post,control_pre,control_post\n80,{missing},100,50\n", check=1)
    assert "row 1, column treated_post" in run.err


def test_a_count_before_without_the_one_after_is_an_error(table):
    columns = "treated_pre,treated_post,control_pre,control_post,treated_displacement_pre,treated_displacement_post"
    for cells in ("7,", ",7", "NA,7"):
        run = table(f"{columns}\n80,20,100,50,{cells}\n", check=1)
        assert "row 1: treated_displacement_" in run.err and "give both or neither" in run.err
    assert "give both" in table(f"{columns.rsplit(',', 1)[0]}\n80,20,100,50,7\n", check=1).err


@pytest.mark.parametrize("text, row", [("{0},,,\n", 1), ("{0}1,2,3,4\n , ,,\n", 2), ("{0}1,2,3,4\n\n5,6,7,8\n", 2),
                                       ("{0}\n1,2,3,4\n", 1), ("{0}1,2,3,4\r\n\r\n5,6,7,8\r\n", 2)])
def test_an_empty_row_is_an_error(table, text, row):
    """It would be lost, and who puts the results beside the designs would be one row off from there."""
    header = "treated_pre,treated_post,control_pre,control_post\n"
    run = table(text.format(header), check=1)
    assert f"row {row} is empty" in run.err


def test_lines_without_anything_at_the_end_are_no_rows(table):
    assert len(table("treated_pre,treated_post,control_pre,control_post\n1,2,3,4\n\n\n")) == 1


@pytest.mark.parametrize("repeated", ["treated_pre", "note"])
def test_a_repeated_column_is_an_error(table, repeated):
    run = table(f"treated_pre,treated_post,control_pre,control_post,note,{repeated}\n1,2,3,4,a,9\n", check=1)
    assert f"the column '{repeated}' is there twice" in run.err


def test_weights_on_the_command_line_hold_where_a_row_has_none(table):
    rows = table("treated_pre,treated_post,control_pre,control_post,time_pre\n80,20,100,50,\n80,20,100,50,1\n",
                 "--time-weights", "2,1")
    assert [float(row["total_estimate"]) for row in rows] == [-20, -10]


def test_undefined_numbers_are_empty_cells(table):
    [row] = table("treated_pre,treated_post,control_pre,control_post\n0,0,0,0\n")
    assert [row[name] for name in RESULTS] == ["0", "0", "0", "0", "0", "0", "", "", "", "", "no test possible", *[""] * 7, "0", "", "", ""]


def test_numbers_of_a_table_round_trip(table):
    [row] = table("treated_pre,treated_post,control_pre,control_post,time_pre\n1,0,0,1,0.1\n")
    estimate, variance = -1 / 0.1 - 1, 1 / 0.1**2 + 1
    assert float(row["total_estimate"]) == estimate
    assert float(row["total_se"]) == pytest.approx(math.sqrt(variance), rel=1e-15)
    assert f"{float(row['total_se']):.17g}" == row["total_se"]


@pytest.mark.parametrize("text", [
    "\ufefftreated_pre,treated_post,control_pre,control_post\n207,110,308,318\n",
    "treated_pre,treated_post,control_pre,control_post\r\n207,110,308,318\r\n",
    "treated_pre;treated_post;control_pre;control_post\n207;110;308;318\n",
    '"treated_pre","treated_post","control_pre","control_post"\n"207","110","308","318"',
    "treated_pre,treated_post,control_pre,control_post\n 207 , 110.0 ,3.08e2,318"])
def test_what_spreadsheets_make_of_a_csv_is_read(table, text):
    [row] = table(text)
    assert row["total_estimate"] == "-107"


def test_the_rows_keep_their_order(table):
    text = "id,treated_pre,treated_post,control_pre,control_post\n" + "".join(f"{i},{i},0,0,0\n" for i in range(2000, 0, -1))
    rows = table(text)
    assert [int(row["id"]) for row in rows] == list(range(2000, 0, -1))
    assert all(float(row["total_estimate"]) == -int(row["id"]) for row in rows)


def test_a_table_without_rows_has_a_header_only(table):
    assert table("treated_pre,treated_post,control_pre,control_post\n", raw=True, warning="it has a header and no row") == ",".join(REQUIRED + RESULTS) + "\n"


def test_output_goes_to_a_file_or_to_standard_output(wdd, table, tmp_path):
    text = "treated_pre,treated_post,control_pre,control_post\n207,110,308,318\n"
    assert table(text, raw=True) == table(text, "--output", "-", raw=True)
    assert table(text, "--output", tmp_path / "results.csv", raw=True) == ""
    assert (tmp_path / "results.csv").read_text() == table(text, raw=True)


@pytest.mark.parametrize("row, column", [
    ("1,2,x,4", "control_pre"), ("1,2,,4", "control_pre"), ("1,2,-1,4", "control_pre"), ("1,2,nan,4", "control_pre"),
    ("1,2,inf,4", "control_pre"),
    ("1,2,3", "control_post"), ("1,2,3 0,4", "control_pre"), ('1,2,"3,5",4', "control_pre")])
def test_a_cell_that_is_no_count_is_an_error_with_row_and_column(table, tmp_path, row, column):
    run = table(f"treated_pre,treated_post,control_pre,control_post\n1,2,3,4\n{row}\n", "--output",
                tmp_path / "results.csv", check=1)
    assert "designs.csv" in run.err and "row 2" in run.err and column in run.err
    assert run.err.count("\n") == 1 and not (tmp_path / "results.csv").exists()


@pytest.mark.parametrize("header, missing", [("treated_pre,treated_post,control_pre", "control_post"),
                                             ("a,b", "treated_pre")])
def test_a_missing_column_is_named_with_those_there_are(table, header, missing):
    run = table(f"{header}\n1,2,3\n", check=1)
    assert f"'{missing}'" in run.err and header.split(",")[0] in run.err


def test_a_column_that_results_would_repeat_is_an_error(table):
    assert "'z'" in table("treated_pre,treated_post,control_pre,control_post,z\n1,2,3,4,5\n", check=1).err


def test_an_option_that_the_table_would_ignore_is_refused(table):
    columns = "treated_pre,treated_post,control_pre,control_post"
    run = table(f"{columns},confidence\n5,2,5,5,0.9\n", "--confidence", "0.99", check=2)
    assert "--confidence would have no effect" in run.err and "(confidence)" in run.err and run.err.count("\n") == 1
    assert "(time_pre, time_post)" in table(f"{columns},time_pre,time_post\n5,2,5,5,1,2\n", "--time-weights", "3,4", check=2).err
    blank = f"{columns},confidence\n5,2,5,5,0.9\n5,2,5,5,\n"  # where a row leaves it blank, the option is for that row
    low = [row["ci_low"] for row in table(blank, "--confidence", "0.99")]
    assert [float(value) for value in low] == pytest.approx([-3 - 1.644853626951 * 17**0.5, -3 - 2.575829303549 * 17**0.5])


@pytest.mark.parametrize("times, words", [(2, "--treated is given twice; give it once"), (3, "--treated is given 3 times")])
def test_an_option_given_again_is_said_in_plain_words(wdd, times, words):
    run = wdd("counts", *["--treated", "1,2"] * times, "--control", "1,1", check=2)
    assert words in run.err and "required" not in run.err and run.err.count("\n") == 1


# --- more ways to say it, and all rows together -----------------------------------------------------------------------

HARM = """type,treated_pre,treated_post,control_pre,control_post,weight
Robbery,130,74,133,91,3
Assault,327,202,388,305,2
Theft,398,190,148,97,5
Burglary,144,92,86,64,7
Car theft,183,96,94,67,10
"""


def test_measures_of_the_first_published_example(wdd):
    measures = wdd("counts", *COUNTS, "--json", "-").json["measures"]
    assert measures["p_exact"] == pytest.approx(0.0015587277230461232, rel=1e-11)  # R
    assert measures["p_mid"] == pytest.approx(0.0014400725557237074, rel=1e-11)
    assert measures["probability_of_reduction"] == pytest.approx(0.998564, abs=5e-7)
    assert measures["displacement_quotient"] == pytest.approx(0.258186, abs=5e-7)
    assert measures["gross_effect"] == 97
    assert measures["share_of_expected"] == pytest.approx(-107 / 217)


def test_measures_that_are_undefined_are_null(wdd):
    measures = wdd("counts", "--treated", "5,8", "--control", "0,4", "--time-weights", "2,1", "--json", "-").json["measures"]
    for name in ("p_exact", "p_mid", "probability_of_reduction", "net_effect", "displacement_quotient", "total_net_effect"):
        assert measures[name] is None, name
    assert measures["rate_ratio"] == pytest.approx((8.5 / 5.5) / (4.5 / 0.5))


def test_combine_is_wheelers_harm_weighted_sum(table):
    *rows, total = table(HARM, "--combine")
    assert total["type"] == "All together"
    assert float(total["total_estimate"]) == pytest.approx(-1721)
    assert float(total["total_se"]) == pytest.approx(304.1036, abs=5e-5)
    assert total["treated_pre"] == total["local_estimate"] == total["p_exact"] == ""
    by_p = sorted(rows, key=lambda row: float(row["p_one_tailed"]))
    assert float(by_p[0]["p_holm"]) == pytest.approx(5 * float(by_p[0]["p_one_tailed"]))
    assert float(by_p[-1]["q_benjamini_hochberg"]) == pytest.approx(float(by_p[-1]["p_one_tailed"]))


def test_combine_without_weights_adds_the_rows_up(table):
    without = "\n".join(line.rsplit(",", 1)[0] for line in HARM.splitlines()) + "\n"
    *rows, total = table(without, "--combine")
    assert float(total["total_estimate"]) == sum(float(row["total_estimate"]) for row in rows)
    assert float(total["total_se"]) == pytest.approx(math.sqrt(sum(float(row["total_se"]) ** 2 for row in rows)))


def test_combine_warns_of_a_control_area_used_twice(wdd, tmp_path):
    (tmp_path / "d.csv").write_text("a,treated_pre,treated_post,control_pre,control_post\nx,9,5,30,31\ny,8,7,30,31\n")
    done = wdd("counts", "--input", tmp_path / "d.csv", "--combine")
    assert "rows 1 and 2 have the same control counts (30 before, 31 after)" in done.err
    assert "standard error of the sum is too small" in done.err


def test_combine_needs_a_weight_in_every_row(wdd, tmp_path):
    (tmp_path / "d.csv").write_text("treated_pre,treated_post,control_pre,control_post,weight\n9,5,30,31,1\n8,7,20,21,\n")
    done = wdd("counts", "--input", tmp_path / "d.csv", "--combine", check=1)
    assert "row 2" in done.err and "weight" in done.err


def test_combine_goes_with_a_table(wdd):
    assert "--input" in wdd("counts", *COUNTS, "--combine", check=2).err


def test_a_row_without_incidents_has_no_finding(wdd, tmp_path):
    designs = tmp_path / "d.csv"
    designs.write_text("name,treated_pre,treated_post,control_pre,control_post\nnothing,0,0,0,0\nno effect,9,9,9,9\n")
    rows = list(csv.DictReader(io.StringIO(wdd("counts", "--input", designs).out)))
    assert [row["evidence"] for row in rows] == ["no test possible", "none"]


def test_a_row_with_one_displacement_area_says_so(wdd, tmp_path):
    designs = tmp_path / "d.csv"
    designs.write_text("treated_pre,treated_post,control_pre,control_post,control_displacement_pre,control_displacement_post\n"
                       "9,8,9,9,,\n9,8,9,9,4,5\n9,8,9,9,4,6\n9,8,9,9,1,1\n")
    run = wdd("counts", "--input", designs)
    assert "row 2: only the displacement area of the control area has counts" in run.err and "; 2 more rows are like it." in run.err


def test_an_input_that_is_no_table_says_what_it_is(wdd, tmp_path):
    (tmp_path / "empty.csv").touch()
    for name, said, status in (("empty.csv", "the file is empty", 1), ("", "this is a folder; name a file in it", 2)):
        run = wdd("counts", "--input", tmp_path / name, check=status)
        assert said in run.err and run.out == ""


def test_a_csv_is_not_called_a_workbook(wdd, tmp_path):
    designs = tmp_path / "d.csv"
    designs.write_text("treated_pre,treated_post,control_pre,control_post\n9,8,9,9\n")
    run = wdd("counts", "--input", designs, "--output", tmp_path / "out.xlsx", check=2)
    assert "the result is a CSV; end the file's name with .csv" in run.err
    assert not (tmp_path / "out.xlsx").exists()
