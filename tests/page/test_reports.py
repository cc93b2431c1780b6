# SPDX-License-Identifier: MIT
"""Every report can be read on a telephone and on a desk, by day and by night, on paper, and by ear."""

import re

import pytest

from reports import REPORTS, make_model, make_report
from test_accessibility import BEHIND, channels, contrast, tree

WIDTHS = [400, 1200]
LOOKS = [(width, dark) for width in WIDTHS for dark in (False, True)]
SMALLEST = 11  # pixels of the screen

# What of the page reaches beyond it, to the right; what scrolls within its own box does not.
OVERFLOW = """(() => {
    const wide = document.documentElement.clientWidth;
    const scrolls = (e) => { for (; e && e !== document.body; e = e.parentElement) if (getComputedStyle(e).overflowX === 'auto') return true; return false; };
    return [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > wide + 0.5 && !scrolls(e))
        .map(e => e.tagName + ' ' + e.textContent.trim().slice(0, 60));
})()"""

# Each text of a picture that is shown: [text, its size on the screen, whether it leaves the picture, its colour].
PICTURE_TEXTS = """[...document.querySelectorAll('svg text')].filter(e => e.checkVisibility()).map(e => {
    const box = e.getBoundingClientRect(), picture = e.ownerSVGElement.getBoundingClientRect();
    const out = box.left < picture.left - 1 || box.right > picture.right + 1 || box.top < picture.top - 1 || box.bottom > picture.bottom + 1;
    return [e.textContent, parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a, out, getComputedStyle(e).fill];
})"""

# Pairs of texts of one picture that cover each other.
COVERED = """[...document.querySelectorAll('svg')].filter(e => e.checkVisibility()).flatMap(picture => {
    const texts = [...picture.querySelectorAll('text')].map(e => [e.textContent, e.getBoundingClientRect()]);
    return texts.flatMap(([a, one], i) => texts.slice(i + 1).filter(([, other]) =>
        Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2 && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4)
        .map(([b]) => a + ' | ' + b));
})"""

# Each text outside of pictures: [text, size, colour, what is behind it].
TEXTS = "(() => { const behind = " + BEHIND + """;
    return [...document.body.querySelectorAll('*')].filter(e => !e.closest('svg') && e.checkVisibility() && e.getBoundingClientRect().width > 2 &&
            [...e.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
        .map(e => [e.textContent.trim().slice(0, 60), parseFloat(getComputedStyle(e).fontSize), getComputedStyle(e).color, behind(e)]);
})()"""

OPEN_ALL = "document.querySelectorAll('details').forEach(e => e.open = true)"


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """pages(name): its file, made once."""
    folder = tmp_path_factory.mktemp("reports")
    made = {}

    def page(name):
        if "model" not in made and name in ("validate", "evaluate"):
            make_model(folder)
            made["model"] = True
        if name not in made:
            made[name] = make_report(name, folder)
        return made[name]
    return page


@pytest.fixture
def open_report(browser, pages):
    opened = []

    def open_one(name, **media):
        page = browser.page(still=True, **media)
        opened.append(page)
        page.open(pages(name).as_uri())
        page.wait("document.readyState === 'complete' && document.querySelectorAll('h1').length")
        return page
    yield open_one
    for page in opened:
        page.close()


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_nothing_overflows_and_all_can_be_read(open_report, name, width, dark):
    page = open_report(name, width=width, dark=dark)
    for unfolded in (False, True):
        if unfolded:
            page.run(OPEN_ALL)
        assert page.run("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        assert page.run(OVERFLOW) == []
    paper = channels(page.run("getComputedStyle(document.body).backgroundColor"))
    in_pictures = page.run(PICTURE_TEXTS)
    assert [text for text, size, _, _ in in_pictures if size < SMALLEST] == [], "too small"
    assert [text for text, _, out, _ in in_pictures if out] == [], "outside of its picture"
    assert [text for text, _, _, colour in in_pictures if contrast(channels(colour), paper) < 4.5] == [], "too faint"
    assert page.run(COVERED) == []
    texts = page.run(TEXTS)
    assert [text for text, size, _, _ in texts if size < SMALLEST] == [], "too small"
    assert [(text, colour, behind) for text, _, colour, behind in texts if contrast(channels(colour), channels(behind)) < 4.5] == [], "too faint"


# Of each table that is wider than its box, scrolled to its end: [its first row, rows, where the first cell of the last row begins and ends, the box's left edge].
SCROLLED = """[...document.querySelectorAll('.wide')].filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1).map(e => {
    e.scrollLeft = e.scrollWidth;
    const cell = e.querySelector('tbody tr:last-child td').getBoundingClientRect();
    return [e.querySelector('tbody tr').textContent, e.querySelectorAll('tbody tr').length, cell.left, cell.right, e.getBoundingClientRect().left];
})"""

# What the cells of a row say, each with the name that stands above it.
CARDS = """[...document.querySelectorAll('table.cards tbody tr')].map(row => [...row.children].filter(e => e.checkVisibility())
    .map(e => [getComputedStyle(e, '::before').content.replace(/^"|"$/g, ''), e.textContent]))"""


@pytest.mark.parametrize("name", REPORTS)
def test_wide_tables_can_be_read_on_a_telephone(open_report, name):
    """Few rows stand as cards; of long tables the names stay in sight."""
    page = open_report(name, width=400)
    for first, rows, left, right, edge in page.run(SCROLLED):
        assert rows > 10 and abs(left - edge) < 1 and right - edge < 200, first
    heads = page.run("[...document.querySelectorAll('table.cards thead')].filter(e => e.checkVisibility()).length")
    assert heads == 0
    for row in page.run(CARDS):
        assert [text for label, text in row[1:] if label in ("none", "")] == []


def test_the_cards_of_a_telephone_are_a_table_on_a_desk_and_on_paper(open_report):
    page = open_report("batch", width=1200)
    for media in ("screen", "print"):
        page.call("Emulation.setEmulatedMedia", media=media)
        assert page.run("[...document.querySelectorAll('table.cards')].map(e => getComputedStyle(e).display)") == ["table"]
        assert page.run("getComputedStyle(document.querySelector('table.cards td'), '::before').content") == "none"


def test_the_map_of_a_run_has_a_legend_and_a_scale(open_report):
    page = open_report("run", width=400)
    legend = page.run("document.querySelector('figure:has(.map) .keys').textContent").split("\n")
    assert len([text for text in legend if text.strip()]) >= 4
    assert re.fullmatch(r"[\d,.]+ k?m", page.run("document.querySelector('figure:has(.map) .scale').textContent"))
    rows = page.run("[...document.querySelector('figure:has(.map)').querySelectorAll('tbody tr')].map(e => [...e.children].map(c => c.textContent.replace(/,/g, '')))")
    crimes = int(page.run("document.querySelector('.lead .key b').textContent").replace(",", ""))
    assert 0.9 * crimes <= sum(float(row[2]) for row in rows) <= crimes and sum(int(row[1]) for row in rows) == 16


@pytest.mark.parametrize("name", REPORTS)
def test_the_answer_is_on_top_large_and_short(open_report, name):
    page = open_report(name, width=400)
    sizes = page.run("""[...document.body.querySelectorAll('*')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
        .map(e => [parseFloat(getComputedStyle(e).fontSize), e.textContent.trim()]).sort((a, b) => b[0] - a[0])""")
    key = page.run("document.querySelector('.lead .key b').textContent")
    assert sizes[0][1] == key and sizes[0][0] >= 32 > sizes[1][0]
    assert page.run("document.querySelector('.lead').getBoundingClientRect().top") < 200
    lead = page.run("[...document.querySelectorAll('.lead > p:not(.key, .warning)')].map(e => e.textContent)")
    assert 1 <= len(lead) <= 3
    sentences = re.findall(r"[.!?](?= [A-Z]|$)", " ".join(re.sub(r"\([^()]*\)", "", text) for text in lead))
    assert 1 <= len(sentences) <= 3, lead


@pytest.mark.parametrize("name", REPORTS)
def test_each_picture_has_a_text_and_a_table(open_report, name):
    page = open_report(name, width=400)
    for width in WIDTHS:
        page = open_report(name, width=width)
        images = [node for node in tree(page) if node["role"] in ("image", "img", "graphics-document")]
        shown = page.run("[...document.querySelectorAll('figure svg[role=img]')].filter(e => e.checkVisibility()).length")
        assert len([node for node in images if node["name"]]) >= shown
        assert page.run("[...document.querySelectorAll('figure svg[role=img]')].filter(e => !e.querySelector('title')?.textContent || !e.querySelector('desc')?.textContent).length") == 0
    without = page.run("""[...document.querySelectorAll('figure')].filter(e => !e.querySelector('table tbody tr')).map(e => e.textContent.trim().slice(0, 80))""")
    assert without == []


@pytest.mark.parametrize("name", REPORTS)
def test_nobody_has_to_read_five_decimals(pages, name):
    text = re.sub(r"<(style|svg|details).*?</\1>", "", pages(name).read_text(encoding="utf-8"), flags=re.S)
    assert re.findall(r"\b[zp] (?:=|of) -?\d*\.\d{4,}", re.sub(r"<[^>]*>", " ", text)) == []
    assert "wolf" not in text and "<script" not in text


@pytest.mark.parametrize("name", REPORTS)
def test_on_paper_nothing_is_cut_off(open_report, name):
    page = open_report(name, width=680, dark=True)  # what an A4 page has between its margins
    page.call("Emulation.setEmulatedMedia", media="print")
    assert page.run("getComputedStyle(document.body).backgroundColor") in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")
    assert page.run("document.documentElement.scrollWidth") <= 680
    assert page.run("[...document.querySelectorAll('.wide')].filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.slice(0, 80))") == []
    assert page.run("[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).boxShadow !== 'none' || getComputedStyle(e).textShadow !== 'none').length") == 0
    assert page.run("[...document.querySelectorAll('figure:not(.many), .panels > div, .calendars > div')].filter(e => getComputedStyle(e).breakInside !== 'avoid').length") == 0
    assert page.run("[...document.querySelectorAll('h2')].filter(e => getComputedStyle(e).breakAfter !== 'avoid').length") == 0
    small = [text for text, size, _, _ in page.run(PICTURE_TEXTS) if size < SMALLEST]
    assert small == []
