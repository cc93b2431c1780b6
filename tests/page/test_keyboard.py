# SPDX-License-Identifier: MIT
"""The page with a keyboard alone."""

FOCUSED = "document.activeElement.id || document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"


def walk(page, most=80):
    """What Tab reaches, in order, until it leaves the page; each with whether one sees that it has the focus."""
    reached = []
    for _ in range(most):
        page.press("Tab")
        at = page.run(f"""(() => {{ const e = document.activeElement; if (e === document.body) return null; const style = getComputedStyle(e);
            const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || document.querySelector('#map .looked-at')?.getAttribute('d') === e.getAttribute('d');
            return [{FOCUSED}, seen]; }})()""")
        if at is None:
            break
        reached.append(at)
    return reached


def test_tab_reaches_each_control_once_and_one_sees_where(open_page):
    page = open_page()
    reached = walk(page)
    names = [name for name, _ in reached]
    for control in ("force", "month", "year", "type", "seed", "again", "loading", "zoom-in", "zoom-out", "zoom-all", "all-zones"):
        assert names.count(control) == 1, control
    assert names[0] == "Skip to the result"
    assert [name for name, seen in reached if not seen] == []
    in_map = [name for name in names if " per km²" in name]
    assert len(in_map) == 1, "the map is one stop, whatever number of zones it has"
    assert len([name for name in names if " to " in name and "crime" in name]) == 1, "the week is one stop"
    assert len([name for name in names if name.endswith(("(CSV)", "(JSON)", "(GeoPackage)", "(PNG)", "(SVG)"))]) == 5


def test_arrow_keys_reach_each_zone(open_page):
    page = open_page()
    page.run("document.querySelector('#map .zone[tabindex=\"0\"]').focus()")
    reached = page.run("""(async () => {
        const zones = [...document.querySelectorAll('#map .zone')];
        const seen = new Set([document.activeElement]);
        const todo = [document.activeElement];
        while (todo.length > 0) {
            const from = todo.pop();
            for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
                from.focus();
                from.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
                if (!seen.has(document.activeElement)) { seen.add(document.activeElement); todo.push(document.activeElement); }
            }
        }
        return [seen.size, zones.length];
    })()""")
    assert reached[0] == reached[1] > 10


def test_page_down_goes_through_all_zones_by_code(open_page):
    page = open_page()
    page.run("document.querySelector('#map .zone').focus()")
    names = page.run("[...document.querySelectorAll('#map .zone')].map(zone => zone.getAttribute('aria-label'))")
    assert names == sorted(names) and len(names) > 10
    for name in names:
        assert page.run("document.activeElement.getAttribute('aria-label')") == name
        page.press("PageDown")
    page.press("PageUp")
    assert page.run("document.activeElement.getAttribute('aria-label')") == names[-2]


def test_enter_keeps_a_zone_and_escape_lets_it_go(open_page):
    page = open_page()
    page.run("document.querySelector('#map .zone[tabindex=\"0\"]').focus()")
    page.press("ArrowRight")
    page.press("ArrowDown")
    name = page.run("document.activeElement.getAttribute('aria-label')")
    assert page.run("document.getElementById('map-readout').textContent") == name
    zone = name.split(":")[0]
    page.press("Enter")
    assert page.run("document.activeElement.getAttribute('aria-selected')") == "true"
    assert zone in page.run("document.querySelector('#types caption').textContent")
    assert page.run("document.querySelector('#zones [aria-pressed=true]').textContent") == zone
    page.press("Escape")
    assert page.run("document.querySelectorAll('[aria-selected=true], #zones [aria-pressed=true]').length") == 0
    assert "all zones" in page.run("document.querySelector('#types caption').textContent")


def test_the_slider_moves_by_key_and_says_where_it_is(open_page):
    page = open_page()
    page.run("document.getElementById('loading').focus()")
    page.press("ArrowLeft", times=4)
    assert page.run("document.getElementById('loading').getAttribute('aria-valuetext')") == "0.8, 20 % lower"
    page.wait("location.search.includes('loading=0.8') && document.getElementById('status').textContent.includes('against loading 1')")


def test_the_tiles_of_the_week_are_read_by_arrow_keys(open_page):
    page = open_page()
    page.run("document.querySelector('#week td[tabindex=\"0\"]').focus()")
    page.press("ArrowDown", times=5)
    page.press("End")
    page.press("ArrowLeft", times=2)
    assert page.run("document.getElementById('week-readout').textContent").startswith("Saturday 21:00 to 22:00: ")
    page.press("Home")
    page.press("ArrowUp", times=9)
    assert page.run("document.getElementById('week-readout').textContent").startswith("Monday 00:00 to 01:00: ")


def test_a_zone_is_kept_from_the_table_too(open_page):
    page = open_page()
    page.run("document.querySelector('#zones tbody button').focus()")
    zone = page.run("document.activeElement.textContent")
    page.press("Enter")
    assert page.run("document.activeElement.textContent") == zone, "the focus stays"
    assert page.run("document.querySelector('#map [aria-selected=true]').getAttribute('aria-label')").startswith(zone)


def test_all_zones_can_be_listed(open_page):
    page = open_page()
    page.run("document.getElementById('all-zones').focus()")
    page.press(" ")
    zones = page.run("document.querySelectorAll('#map .zone').length")
    assert page.run("document.querySelectorAll('#zones tbody tr').length") == zones > 10
    assert page.run("document.activeElement.id") == "all-zones"


def test_the_map_grows_and_follows_the_focus(open_page):
    page = open_page()
    whole = page.run("document.getElementById('map').getAttribute('viewBox')")
    page.run("document.getElementById('zoom-in').focus()")
    page.press("Enter", times=4)
    assert page.run("document.getElementById('map').getAttribute('viewBox')") != whole
    page.run("document.querySelector('#map .zone[tabindex=\"0\"]').focus()")
    page.press("End")
    inside = page.run("""(() => { const zone = document.activeElement.getBoundingClientRect(); const map = document.getElementById('map').getBoundingClientRect();
        const x = zone.x + zone.width / 2, y = zone.y + zone.height / 2; return x > map.left && x < map.right && y > map.top && y < map.bottom; })()""")
    assert inside
    page.run("document.getElementById('zoom-all').focus()")
    page.press("Enter")
    assert page.run("document.getElementById('map').getAttribute('viewBox')") == whole
