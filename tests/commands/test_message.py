# SPDX-License-Identifier: MIT
"""What people read: the verdict's words, the caveats, what was skipped, and the same as a web page."""

import datetime
import json
import math
import re
import subprocess
from html.parser import HTMLParser

import pytest
from osgeo import ogr

from bad_input import arguments, make_study
from design import CONTROL, make_layer, sample_points, square

WORDS = {"none": "No evidence of reduction", "weak": "Weak evidence of reduction",
         "moderate": "Moderate evidence of reduction", "strong": "Strong evidence of reduction",
         "very strong": "Very strong evidence of reduction"}


# --- the verdict ------------------------------------------------------------------------------------------------------


def counts_with_z(z):
    """Whole counts (T0, T1) and a control (C, C) whose z is as near to `z` as 10 million incidents allow, on either side."""
    n = 10**7  # T0 + T1 = n; z = (T1 - T0) / sqrt(n + 2 C)
    change = z * math.sqrt(n)
    below, above = math.floor(change), math.floor(change) + 1
    return [((n - c + (n - c) % 2) // 2, (n + c + (n + c) % 2) // 2) for c in (below, above)]


@pytest.mark.parametrize("boundary,at_or_below,above", [
    (-1.3, "weak", "none"), (-1.6, "moderate", "weak"), (-2.3, "strong", "moderate"), (-3.1, "very strong", "strong")])
def test_the_classes_change_where_the_design_says(wdd, boundary, at_or_below, above):
    for (before, after), evidence in zip(counts_with_z(boundary), (at_or_below, above)):
        run = wdd("counts", "--treated", f"{before},{after}", "--control", "0,0", "--json", "-")
        z = run.json["total"]["z"]
        assert abs(z - boundary) < 1e-3 and (z <= boundary) == (evidence == at_or_below)
        assert run.json["evidence"] == evidence
        assert f"\n{WORDS[evidence]} (z = " in run.json["message"]


@pytest.mark.parametrize("counts,z,evidence", [
    # T0, T1 with a square sum: z = (T1 - T0) / sqrt(T0 + T1) is a decimal number
    ((5650, 4350), -13.0, "very strong"), ((5065, 4935), -1.3, "weak"), ((5080, 4920), -1.6, "moderate"),
    ((5115, 4885), -2.3, "strong"), ((5155, 4845), -3.1, "very strong"), ((5064, 4936), -1.28, "none"),
    ((5079, 4921), -1.58, "weak"), ((5114, 4886), -2.28, "moderate"), ((5154, 4846), -3.08, "strong"),
    ((5000, 5000), 0.0, "none"), ((4000, 6000), 20.0, "none")])
def test_on_a_boundary_the_stronger_word_holds(wdd, counts, z, evidence):
    run = wdd("counts", "--treated", "%d,%d" % counts, "--control", "0,0", "--json", "-")
    assert run.json["total"]["z"] == pytest.approx(z, abs=1e-12)
    assert run.json["evidence"] == evidence
    verdict = run.json["message"].split("Verdict\n-------\n")[1].splitlines()[0]
    assert re.match(re.escape(f"{WORDS[evidence]} (z = {z:.2f}, one-tailed p ") + "(= |less than )", verdict)


def test_no_evidence_is_not_told_as_evidence_of_nothing(wdd):
    assert "does not mean that the response did nothing" in wdd("counts", "--treated", "20,18", "--control", "20,20").out
    rise = wdd("counts", "--treated", "20,40", "--control", "20,20").out
    assert "points to a significant increase compared with the control area, not a reduction" in rise and "20 more than" in rise.replace("incidents ", "")


def test_all_counts_zero_is_explained(wdd):
    run = wdd("counts", "--treated", "0,0", "--control", "0,0", "--json", "-")
    total = run.json["total"]
    assert total["estimate"] == 0
    assert [total[key] for key in ("z", "p_one_tailed", "ci_low", "ci_high")] == [None] * 4
    assert "all counts are zero" in run.json["message"] and "null" not in run.json["message"]
    assert not re.search(r"\bnan\b", run.json["message"].lower())


@pytest.mark.parametrize("confidence,words", [("0.95", "95 % interval"), ("0.9", "90 % interval"), ("0.999", "99.9 % interval")])
def test_the_interval_says_its_confidence(wdd, confidence, words):
    assert words in wdd("counts", "--treated", "207,110", "--control", "308,318", "--confidence", confidence).out


def test_one_is_singular(wdd):
    text = wdd("counts", "--treated", "21,20", "--control", "20,20").out
    assert "1 fewer incident than" in text and "1 incidents" not in text


def test_displacement_is_read_for_the_reader(wdd):
    def said(after):
        return wdd("counts", "--treated", "200,100", "--control", "200,200", "--treated-displacement", f"100,{after}",
                   "--control-displacement", "100,100").out
    assert ("Incidents around the response area rose (100 to 160); around the control area they stayed the same (100 to 100). "
            "That is 60 more than expected: incidents may have moved there.") in said(160)
    assert "around the response area fell (100 to 40)" in said(40) and "the benefit may have spread" in said(40)
    assert "Both changed alike: no sign of displacement" in said(100)
    assert "easily due to chance" in said(103) and "easily due to chance" not in said(180)


# --- caveats ----------------------------------------------------------------------------------------------------------


def caveats(text):
    return text.split("Before you use this\n-------------------\n")[1].split("\n\n")[0]


def test_small_counts_are_called_small(wdd):
    assert "Small counts" in caveats(wdd("counts", "--treated", "9,4", "--control", "8,8").out)
    assert "Small counts" not in caveats(wdd("counts", "--treated", "900,400", "--control", "800,800").out)


def test_unequal_periods_are_called_so(wdd):
    text = wdd("counts", "--treated", "900,400", "--control", "800,800", "--time-weights", "100,50").out
    assert "weights 100 before, 50 after" in caveats(text)
    assert "weights" not in caveats(wdd("counts", "--treated", "900,400", "--control", "800,800").out)


def test_area_weights_are_called_so(wdd):
    text = wdd("counts", "--treated", "900,400", "--control", "800,800", "--area-weights", "1,2,1,1").out
    assert "area weights" in caveats(text)


def test_independence_is_always_spoken_of(wdd):
    assert "incidents are independent" in caveats(wdd("counts", "--treated", "900,400", "--control", "800,800").out)


# --- a study ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def study(tmp_path):
    make_study(tmp_path)
    return tmp_path


def test_another_period_of_unequal_length_is_compared_per_day(wdd, study):
    run = wdd(*arguments({"--pre-start": "2023-01-15", "--pre-end": "2023-02-28", "--output": None, "--json": "-"}), cwd=study)
    text = run.json["message"]
    assert "45 days before, 31 after" in caveats(text) and "compared per day" in text
    assert "over the 31 days of the treatment period" in text and "in 31 days" in text
    assert "2023-01-15 to 2023-02-28 (45 days)" in text and "2023-03-01 to 2023-03-31 (31 days)" in text


def test_a_period_of_the_same_length_a_year_before_needs_no_weights(wdd, study):
    rows = [((530500, 180500), {"day": datetime.date(2022, 3, day)}) for day in range(2, 9)]
    make_layer(study / "incidents.gpkg", rows, layer="more", fields={"day": "Date"})
    changes = {"--pre-start": "2022-03-01", "--pre-end": "2022-03-31", "--output": None, "--incidents": "incidents.gpkg|layername=more"}
    run = wdd(*arguments(changes), cwd=study)
    assert "weights" not in run.out
    assert "2022-03-01, before the first incident" in run.err and run.err.split("warning: ")[-1].strip() in run.out


def test_a_period_without_any_data_is_refused(wdd, study):
    run = wdd(*arguments({"--pre-start": "2022-03-01", "--pre-end": "2022-03-31", "--output": None}), cwd=study, check=1)
    assert "no data for 31 of the 31 days of the pre-treatment period (2022-03-01 to 2022-03-31)" in run.err


def test_skipped_incidents_are_counted_with_their_reason(wdd, study):
    rows = [((530500, 180500), {"day": day}) for day in ("2023-03-01", "2023-03-02", None, "", "soon", "2023-99-01", "x")]
    rows += [(None, {"day": "2023-03-01"}), ("POINT EMPTY", {"day": "2023-03-01"})]
    rows += [((500000, 100000), {"day": "2022-12-01"}), ((500000, 100000), {"day": "2023-04-01"})]
    make_layer(study / "other.gpkg", rows, {"day": "String"}, layer="events")
    run = wdd(*arguments({"--incidents": "other.gpkg", "--skip-bad-dates": True, "--json": "-", "--output": None}), cwd=study)
    tally = run.json["incidents"]
    assert {key: tally[key] for key in ("read", "used", "null_date", "bad_date", "null_geometry")} == {
        "read": 11, "used": 2, "null_date": 2, "bad_date": 3, "null_geometry": 2}
    text = run.json["message"]
    for line in ("11 incidents are in the layer; 2 were counted", "2 incidents in or around the zones were ignored because they have no date",
                 "3 incidents in or around the zones were ignored because they have a date that cannot be read",
                 "2 incidents were ignored because they have no coordinates"):
        assert f"- {line}" in text


def test_nothing_is_said_of_skipping_where_nothing_was(wdd, study):
    assert "ignored" not in wdd(*arguments({"--output": None}), cwd=study).out


def test_dates_by_month_bring_their_caveat(wdd, study):
    rows = [((530500, 180500), {"day": month}) for month in ("2023-02", "2023-03", "2022-01", "2023-04")]
    make_layer(study / "other.gpkg", rows, {"day": "String"}, layer="events")
    run = wdd(*arguments({"--incidents": "other.gpkg", "--output": None}), cwd=study)
    assert "dated by month" in caveats(run.out)
    assert "Compared with: 2023-02-01 to 2023-02-28" in run.out


def test_a_bare_distance_names_the_unit_it_was_taken_in(wdd, study):
    run = wdd(*arguments({"--displacement": "300", "--output": None}), cwd=study)
    assert "so the unit of EPSG:27700 (OSGB36 / British National Grid) was used: metre" in run.out
    assert "reach 300 met" in run.out
    assert "so the unit of" not in wdd(*arguments({"--output": None}), cwd=study).out


def test_without_rings_it_is_said_what_goes_unseen(wdd, study):
    text = wdd(*arguments({"--displacement": "0", "--output": None}), cwd=study).out
    assert "There are no displacement areas, so crime that moved nearby would count as prevented." in text and "displacement area " not in text.lower().split("counts")[1].split("\n\n")[0]


def test_a_local_projection_is_spoken_of(wdd, study):
    make_layer(study / "degrees.gpkg", [(square(-0.1, 51.5, 0.01), {})], layer="response", crs=4326)
    make_layer(study / "degrees.gpkg", [(square(-0.05, 51.5, 0.01), {})], layer="control", crs=4326)
    run = wdd(*arguments({"--response": "degrees.gpkg|layername=response", "--control": "degrees.gpkg|layername=control",
                          "--output": None}), cwd=study)
    assert "EPSG:4326 (WGS 84), where lengths are not true" in run.out and "in metres" in run.out


def test_lines_of_tables_are_aligned_and_none_ends_in_a_space(wdd, study):
    text = wdd(*arguments({"--output": None, "--test-suitability": True, "--suitability-action": "warn"}), cwd=study).out
    assert not [line for line in text.splitlines() if line != line.rstrip()]
    assert "\t" not in text and text.endswith("\n") and not text.endswith("\n\n")
    table = text.split("Counts\n------\n")[1].split("\n")
    assert len({len(line) for line in table[:5]}) == 1


# --- the web page -----------------------------------------------------------------------------------------------------

VOID = {"meta", "br", "hr", "img", "link", "input"}
KNOWN = {"html", "head", "title", "style", "body", "h1", "h2", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td",
         "section", "meta", "dl", "dt", "dd", "div", "figure", "figcaption", "details", "summary", "b", "span"}
PICTURE = {"svg", "desc", "line", "polyline", "path", "rect", "circle", "text"}  # and its title


class Page(HTMLParser):
    """Demands that every element is closed in its turn; keeps the text of cells, paragraphs and items."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.said, self.declared = [], [], ""
        self.feed(re.sub(r'<span class="option">(.*?)</span>', r"\1", text))
        self.close()
        assert self.open == []

    def handle_decl(self, decl):
        self.declared = decl

    def handle_starttag(self, tag, attrs):
        assert tag in KNOWN | PICTURE, f"<{tag}> came from somewhere"
        if tag not in VOID:
            self.open.append("p key" if ("class", "key") in attrs else tag)

    def handle_endtag(self, tag):
        assert self.open.pop().split()[0] == tag

    def handle_data(self, data):
        if {"figure", "svg"} & set(self.open) or "p key" in self.open: # on the page alone: a picture's legend and numbers, the number on top
            return
        if self.open and self.open[-1] in ("h1", "h2", "p", "li", "td", "th", "dt", "dd") and data.strip():
            self.said.append(data.strip())


@pytest.fixture
def both(wdd, study):
    """both(changes): the message as text and as a page."""
    def run(changes=None):
        wdd(*arguments({**(changes or {}), "--output": None, "--message": "r.txt", "--html": "r.html"}), cwd=study)
        return (study / "r.txt").read_text(), (study / "r.html").read_text()
    return run


def words_of(text):
    """All words, whatever their order: a page has its answer on top, before what was evaluated and without a heading."""
    text = re.sub(r"Made by: crimekit \S+, \d{4}-\d\d-\d\d", "", text)  # on the page alone
    text = re.sub(r"^Verdict\n-------$", "", text, flags=re.MULTILINE)
    return sorted(re.sub(r"^[=-]+$", "", text, flags=re.MULTILINE).replace("\n- ", "\n").split())


@pytest.mark.parametrize("changes", [
    {}, {"--displacement": "0"}, {"--test-suitability": True, "--suitability-action": "warn"},
    {"--pre-start": "2023-01-15", "--pre-end": "2023-02-28"}, {"--displacement": "2 km"}])
def test_the_page_is_well_formed_and_says_what_the_text_says(both, changes):
    text, html = both(changes)
    page = Page(html)
    assert page.declared == "DOCTYPE html" and '<meta charset="utf-8">' in html
    assert words_of(" ".join(page.said)) == words_of(text)


def test_the_page_of_counts_too(wdd, tmp_path):
    run = wdd("counts", "--treated", "207,110", "--control", "308,318", "--html", "r.html", cwd=tmp_path)
    assert words_of(" ".join(Page((tmp_path / "r.html").read_text()).said)) == words_of(run.out)


def test_the_message_begins_with_what_was_evaluated(wdd, study):
    title = "Patrols <b>in</b> \"Market\" & Square"
    run = wdd(*arguments({"--title": title, "--incidents-where": "1 = 1", "--json": "-", "--html": "r.html",
                          "--message": "r.txt"}), cwd=study, env={"SOURCE_DATE_EPOCH": "86400"})
    periods = {name: f"{part['start']} to {part['end']} ({part['days']} days)" for name, part in run.json["periods"].items()}
    head = [title, "=" * len(title),
            "Response area: areas.gpkg, layer response",
            "Control area: areas.gpkg, layer control",
            "Incidents: incidents.gpkg, where 1 = 1; dates in day",
            f"Treatment period: {periods['post']}",
            f"Compared with: {periods['pre']}"]
    made = f"Made by: crimekit {run.json['version']}, 1970-01-02"
    assert run.json["message"].splitlines()[:len(head) + 1] == [*head, ""]
    head += [made, ""]
    assert (study / "r.txt").read_text().splitlines()[:len(head)] == head
    assert run.json["title"] == title and run.json["parameters"]["title"] == title
    data = ogr.Open(str(study / "result.gpkg"))
    assert {feature.GetField("RUN_TITLE") for feature in data.GetLayer(0)} == {title}
    page = Page((study / "r.html").read_text())
    assert page.said[0] == title
    at = page.said.index("Response area:")
    assert page.said[at:at + 10] == [part for line in head[2:7] for part in (line.split(": ", 1)[0] + ":", line.split(": ", 1)[1])]
    assert page.said[at + 10] == "Made by:" and re.fullmatch(r"crimekit \S+, 1970-01-02", page.said[at + 11])


def test_the_page_shows_zones_counts_and_months(wdd, study):
    """Each picture says in words what it shows, and every class it uses has a style; nothing is fetched, nothing runs."""
    run = wdd(*arguments({"--output": None, "--html": "r.html", "--json": "-"}), cwd=study)
    page = (study / "r.html").read_text()
    zones, narrow_bars, bars, narrow_months, months = re.findall(r'<svg[^>]*role="img".*?</svg>', page, re.S)
    drawn = re.search(r"From (\d{4})-(\d\d) to (\d{4})-(\d\d): \d+ to \d+ a month in the response area", months)
    first_year, first, last_year, last = map(int, drawn.groups())
    assert months.count('class="point response"') == 12 * (last_year - first_year) + last - first + 1 == narrow_months.count('class="point response"')
    assert len(re.findall(r"<path", zones)) == 4 and "response area</span>" in page and re.search(r"</span>\d+ k?m</p>", page)
    for key, name in (("treated", "Response area"), ("treated_displacement", "Around it"), ("control", "Control area")):
        counts = run.json["counts"][key]
        assert f"{name}: {counts['pre']} before, {counts['post']} after." in bars
    for picture in (zones, narrow_bars, bars, narrow_months, months):
        assert 'role="img"' in picture and re.search(r"<title>[^<]+</title><desc>[^<]+</desc>", picture)
        for name in " ".join(re.findall(r'class="([^"]+)"', picture)).split():
            assert f".{name}" in page[:page.index("</style>")], name
    assert "<script" not in page and "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_without_a_title_the_message_has_its_own(wdd, study):
    run = wdd(*arguments({"--json": "-", "--output": None}), cwd=study)
    assert run.json["title"] == "Weighted Displacement Difference" == run.json["message"].splitlines()[0]


NAME = "x<b>bold</b> & \"quoted\" 'twice' <script>alert(1)</script>"


def test_the_page_escapes_what_comes_from_files(wdd, study):
    """A repaired polygon brings the names of its file and layer into the message."""
    bow = "POLYGON ((530000 180000,531000 181000,531000 180000,530000 181000,530000 180000))"
    file = "<i>map&amp;.gpkg"
    make_layer(study / file, [(bow, {})], layer=NAME, geometry_type=ogr.wkbPolygon)
    make_layer(study / file, [(CONTROL, {})], layer="control")
    wdd(*arguments({"--response": f"{file}|layername={NAME}", "--output": None, "--html": "r.html", "--message": "r.txt"}),
        cwd=study)
    html = (study / "r.html").read_text()
    assert NAME in (study / "r.txt").read_text()
    page = Page(html)
    assert any(NAME in words and file in words for words in page.said)
    assert "<script" not in html and "<b>bold" not in html and "<i>" not in html


def test_names_in_every_writing_come_out_whole(wdd, study):
    name = "Größe 北 Łódź 🚓"
    bow = "POLYGON ((530000 180000,531000 181000,531000 180000,530000 181000,530000 180000))"
    make_layer(study / f"{name}.gpkg", [(bow, {})], layer=name)
    run = wdd(*arguments({"--response": f"{name}.gpkg", "--output": f"{name} 2.gpkg", "--json": "-", "--html": "r.html"}),
              cwd=study)
    assert run.json["parameters"]["response"] == f"{name}.gpkg"
    assert name in run.json["message"] and name in (study / "r.html").read_text() and name in run.err
    assert (study / f"{name} 2.gpkg").exists()


def test_a_file_name_that_is_no_utf8_does_no_harm(wdd, study):
    odd = b"odd-\xff\xfe.gpkg"
    with open(bytes(study) + b"/" + odd, "wb") as copy:
        copy.write((study / "areas.gpkg").read_bytes())
    argv = [arg.encode() for arg in arguments({"--output": None, "--json": "-"})]
    argv[argv.index(b"areas.gpkg|layername=response")] = odd + b"|layername=response"
    done = subprocess.run([str(wdd.binary), *argv], cwd=study, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "counts" in json.loads(done.stdout.decode("utf-8"))


def test_counts_of_a_study_agree_between_text_page_and_json(wdd, both):
    text, html = both()
    cells = Page(html).said
    points = sample_points()
    for name in ("Response area", "Control area", "Response displacement area", "Control displacement area"):
        before, after, change = re.search(rf"^  {name} +(\d+) +(\d+) +([+-]?\d+)", text, re.MULTILINE).groups()
        at = cells.index(name)
        assert cells[at + 1 : at + 4] == [before, after, change]
        assert int(after) - int(before) == int(change)
    assert f"{len(points)} incidents are in the layer" in text


def test_a_treatment_past_the_last_incident_is_warned_of(wdd, study):
    run = wdd(*arguments({"--end": "2023-06-30", "--output": None}), cwd=study)
    last = max(day for _, _, day in sample_points())
    compared, warning, *_ = run.err.splitlines()
    assert "61 of 122 days after" in compared
    assert f"2023-06-30, after the last incident ({last.isoformat()})" in warning
    assert warning.removeprefix("wdd: warning: ") in run.out
