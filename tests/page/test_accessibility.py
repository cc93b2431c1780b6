# SPDX-License-Identifier: MIT
"""The page for people who read by ear, with little contrast, on a small screen, without motion, or without telling colours apart."""

import pytest

LOOKS = [(width, dark) for width in (360, 1200) for dark in (False, True)]
BUSY = "/?loading=1.5"

# The colour behind an element.
BEHIND = """(element) => {
        for (let e = element; e; e = e.parentElement) {
            const colour = getComputedStyle(e).backgroundColor;
            if (colour !== 'rgba(0, 0, 0, 0)') return colour;
        }
        return 'rgb(255, 255, 255)';
    }"""
# Each text that is shown, with its colour and what lies behind it: [text, size, weight, colour, background].
TEXTS = "(() => { const behind = " + BEHIND + """;
    const found = [];
    for (const e of document.body.querySelectorAll('*')) {
        const own = [...e.childNodes].filter(node => node.nodeType === 3).map(node => node.textContent.trim()).join(' ').trim() || (e.matches('select, input[type=number]') ? e.value : '');
        const box = e.getBoundingClientRect();
        if (!own || e.closest('.hidden, .skip, noscript, option, [hidden]') || box.width < 2) continue;
        const style = getComputedStyle(e);
        found.push([own, parseFloat(style.fontSize), Number(style.fontWeight), style.color, behind(e)]);
    }
    return found;
})()"""


def channels(colour):
    return [float(part) for part in colour[colour.index("(") + 1:-1].split(",")][:3]


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (channel / 255 for channel in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightness(colour):
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def tree(page):
    """What a screen reader gets: [{role, name, ...}]."""
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    return [{"role": node["role"]["value"], "name": node.get("name", {}).get("value", ""),
             **{each["name"]: each["value"].get("value") for each in node.get("properties", [])}} for node in nodes if not node["ignored"]]


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_all_text_can_be_read(open_page, width, dark):
    page = open_page(BUSY, width=width, dark=dark)
    texts = page.run(TEXTS)
    assert len(texts) > 80
    faint = []
    for text, size, weight, colour, behind in texts:
        large = size >= 24 or (size >= 18.66 and weight >= 700)
        if contrast(channels(colour), channels(behind)) < (3 if large else 4.5):
            faint.append((text, colour, behind))
    assert faint == []


@pytest.mark.parametrize("dark", [False, True])
def test_edges_of_controls_and_of_the_focus_can_be_seen(open_page, dark):
    page = open_page(dark=dark)
    paper = channels(page.run("getComputedStyle(document.body).backgroundColor"))
    edges = page.run("[...document.querySelectorAll('select, input[type=number], button:not(.plain)')].filter(e => e.checkVisibility()).map(e => getComputedStyle(e).borderTopColor)")
    page.press("Tab", times=2)
    focus = page.run("getComputedStyle(document.activeElement).outlineColor")
    assert [edge for edge in {*edges, focus} if contrast(channels(edge), paper) < 3] == []


@pytest.mark.parametrize("path", ["/", "/map?force={}&month=7"])
def test_everything_has_a_name_for_a_screen_reader(open_page, force, path):
    page = open_page(path.format(force["force"]))
    named = {"button", "link", "combobox", "slider", "spinbutton", "radio", "listbox", "option", "grid", "gridcell", "table", "list", "group", "radiogroup", "form"}
    nodes = [node for node in tree(page) if node["role"] in named]
    roles = {node["role"] for node in nodes}
    assert roles >= ({"listbox", "option", "link", "list"} | ({"slider", "grid", "gridcell", "table", "combobox", "radio"} if path == "/" else set()))
    # The downloads are a plain list under their heading.
    assert [node for node in nodes if not node["name"].strip() and node["role"] not in ("list", "group")] == []
    focusable = [node for node in tree(page) if node.get("focusable") and node["role"] not in ("RootWebArea", "region")]
    assert [node for node in focusable if not node["name"].strip()] == []


@pytest.mark.parametrize("path", ["/", "/map?force={}&month=7"])
def test_the_page_is_in_order(open_page, force, path):
    page = open_page(path.format(force["force"]))
    assert page.run("document.documentElement.lang") == "en"
    levels = page.run("[...document.querySelectorAll('h1, h2, h3, h4')].filter(e => e.checkVisibility()).map(e => Number(e.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(now <= before + 1 for before, now in zip(levels, levels[1:], strict=False))
    ids = page.run("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    lost = page.run("""[...document.querySelectorAll('[for], [aria-labelledby], [aria-describedby]')]
        .flatMap(e => ['for', 'aria-labelledby', 'aria-describedby'].flatMap(name => (e.getAttribute(name) ?? '').split(' ').filter(id => id && !document.getElementById(id))))""")
    assert lost == []
    assert {"main", "banner", "contentinfo"} <= {node["role"] for node in tree(page)}
    assert page.run("document.querySelectorAll('main').length") == 1


def test_a_screen_reader_hears_what_changed(open_page):
    page = open_page()
    assert page.run("document.querySelector('#status').getAttribute('role')") == "status"
    before = page.run("document.getElementById('status').textContent")
    page.run("document.getElementById('again').click()")
    page.wait(f"document.getElementById('status').textContent !== {before!r}")
    assert "simulated crimes in" in page.run("document.getElementById('status').textContent")


@pytest.mark.parametrize("width", [320, 360, 400, 768, 1200])
def test_nothing_needs_to_be_scrolled_sideways(open_page, width):
    for path in (BUSY, "/map?force={}&month=7".format(open_page().run("document.getElementById('force').value"))):
        page = open_page(path, width=width)
        assert page.run("document.documentElement.scrollWidth") <= width
        wide = page.run("[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1).length")
        assert wide == 0 or width < 360


def test_fingers_hit_what_they_aim_at(open_page):
    page = open_page(width=360)
    small = page.run("""[...document.querySelectorAll('button, select, input, #downloads a')].filter(e => e.checkVisibility())
        .map(e => [e.closest('label') ?? e, e]).map(([e, of]) => [e.getBoundingClientRect(), of.outerHTML.slice(0, 80)]).filter(([box]) => box.height < 24 || box.width < 24).map(([, name]) => name)""")
    assert small == []


def test_who_wants_no_motion_gets_none(open_page):
    moving = "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration.split(',').some(d => parseFloat(d) > 0) || getComputedStyle(e).animationName !== 'none').length"
    assert open_page(still=True).run(moving) == 0
    assert open_page().run(moving) > 0, "the check would not see motion"


# What is seen without one kind of cones (Viénot, Brettel and Mollon 1999; linear RGB), and without any colour.
SIGHT = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "deuteranopia": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
    "no colour": ((0.2126, 0.7152, 0.0722),) * 3,
}


def seen(colour, sight):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (channel / 255 for channel in colour)]
    mixed = [min(max(sum(weight * c for weight, c in zip(row, linear, strict=True)), 0), 1) for row in SIGHT[sight]]
    return [255 * (12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055) for c in mixed]


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("dark", [False, True])
def test_the_colours_are_a_scale_for_every_eye(open_page, dark, sight):
    page = open_page(dark=dark)
    colours = page.run("""[1, 2, 3, 4, 5, 6].map(at => { const e = document.createElement('span'); e.className = 'swatch k' + at; document.body.append(e);
        const colour = getComputedStyle(e).backgroundColor; e.remove(); return colour; })""")
    assert len(set(colours)) == 6
    steps = [lightness(seen(channels(colour), sight)) for colour in colours]
    if not dark:
        steps.reverse()
    assert [round(b - a, 1) for a, b in zip(steps, steps[1:], strict=False) if b - a < 5] == [], "each step is lighter, or darker, than the one before"


def test_the_legend_tells_each_colour_of_the_map(open_page):
    page = open_page()
    legend = page.run("[...document.querySelectorAll('#legend li')].map(e => [e.textContent, e.querySelector('.swatch').className])")
    on_map = set(page.run("[...document.querySelectorAll('#map .zone')].map(e => e.getAttribute('class').split(' ')[1])"))
    assert on_map <= {name.split()[1] for _, name in legend}
    assert [text for text, _ in legend if not any(c.isdigit() for c in text)] == ["none"]
