# SPDX-License-Identifier: MIT
"""The page shows what the service tells, and changes when a planner moves something."""

import json
import re
from urllib.parse import parse_qs, urlparse

import pytest

COLOURS = "[...document.querySelectorAll('#map .zone')].map(zone => zone.getAttribute('class'))"
NAMES = "[...document.querySelectorAll('#map .zone')].map(zone => zone.getAttribute('aria-label'))"
TOTAL = "Number(document.querySelector('#types tfoot td').textContent.replaceAll(',', ''))"
SETTLED = "!document.querySelector('#result').hasAttribute('aria-busy')"


def table(page, which):
    """The rows of a table's body as texts."""
    return page.run(f"[...document.querySelectorAll('#{which} tbody tr')].map(row => [...row.cells].map(cell => cell.textContent))")


def number(text):
    return int(text.replace(",", ""))


def counts_on_map(page):
    """{zone: crimes}, as the zones are named."""
    return {name.split(":")[0]: number(re.search(r": ([\d,]+) crimes?,", name)[1]) for name in page.run(NAMES)}


def zones_of(told):
    """{zone: crimes} of a summary."""
    return {zone: sum(counts) for zone, counts in zip(told["zones"], told["counts"], strict=True)}


def week_counts(page):
    """The crimes of the week's hours, as their tiles are named."""
    labels = page.run("[...document.querySelectorAll('#week td')].map(tile => tile.getAttribute('aria-label'))")
    return [number(re.search(r": ([\d,]+) crimes? on", label)[1]) for label in labels]


def change(page, element, value, event="change"):
    page.run(f"(() => {{ const e = document.getElementById('{element}'); e.value = '{value}'; e.dispatchEvent(new Event('{event}', {{bubbles: true}})); }})()")


def query(page):
    return {name: values[0] for name, values in parse_qs(urlparse(page.run("location.href")).query).items()}


@pytest.fixture(scope="module")
def told(service, force):
    """The numbers of the month that the page shows first."""
    return service.json("summary", force=force["force"], month=force["months"]["last"])


def test_map_and_tables_have_the_services_numbers(open_page, told):
    page = open_page()
    by_zone = zones_of(told)
    total = told["crimes"]
    assert sum(by_zone.values()) == total > 100
    assert counts_on_map(page) == by_zone
    types = {row[0].lower(): number(row[1]) for row in table(page, "types")}
    assert types == {each["crime_type"].lower(): each["crimes"] for each in told["by_type"]}
    assert page.run(TOTAL) == total
    assert f"{total:,} simulated crimes in " in page.run("document.getElementById('headline').textContent")
    shown = table(page, "zones")
    assert [number(row[1]) for row in shown] == sorted(by_zone.values(), reverse=True)[:10]


def test_the_week_has_each_crime_once_and_the_mean_of_each_hour(open_page, told):
    page = open_page()
    tiles = page.run("[...document.querySelectorAll('#week td')].map(tile => [tile.getAttribute('aria-label'), tile.textContent])")
    assert len(tiles) == 168
    assert week_counts(page) == told["hours"]
    assert sum(told["hours"]) == told["crimes"]
    for label, mean in tiles:
        crimes, days = re.search(r": ([\d,]+) crimes? on (\d) ", label).groups()
        assert float(mean.replace(",", "")) == pytest.approx(number(crimes) / int(days), rel=0.006)
    days = [int(re.search(r"on (\d) ", label)[1]) for label, _ in tiles[::24]]
    assert sum(days) in (28, 29, 30, 31) and set(days) <= {4, 5}


def test_the_slider_changes_map_table_and_address(open_page, service, force):
    page = open_page()
    before, colours, total = counts_on_map(page), page.run(COLOURS), page.run(TOTAL)
    legend = page.run("document.getElementById('legend').textContent")
    page.run("document.getElementById('loading').focus()")
    page.press("ArrowRight", times=20)
    page.wait(f"{TOTAL} > {1.5 * total}")
    now = service.json("summary", force=force["force"], month=force["months"]["last"], loading=2)
    assert counts_on_map(page) == zones_of(now) != before
    assert page.run(COLOURS) != colours, "the colours stayed"
    assert page.run("document.getElementById('legend').textContent") == legend, "a colour means another number than before"
    assert float(query(page)["loading"]) == 2
    assert page.run("document.getElementById('loading-words').textContent") == "2, 100 % higher"
    head = page.run("[...document.querySelectorAll('#types thead th')].map(cell => cell.textContent)")
    assert head == ["Crime type", "crimes", "loading 1", "change"]
    assert sum(number(row[2]) for row in table(page, "types")) == total


def test_without_loading_there_is_no_crime(open_page):
    page = open_page("/?loading=0")
    assert page.run(TOTAL) == 0
    assert set(counts_on_map(page).values()) == {0}
    assert set(page.run(COLOURS)) == {"zone k0"}


def test_the_map_shows_the_chosen_crime_type(open_page, told):
    page = open_page()
    type_ = told["crime_types"][-1]
    change(page, "type", type_)
    page.wait(f"document.getElementById('map-title').textContent.endsWith({json.dumps(type_)})")
    assert counts_on_map(page) == {zone: counts[-1] for zone, counts in zip(told["zones"], told["counts"], strict=True)}
    assert week_counts(page) == told["by_type"][-1]["hours"]
    assert query(page)["crime_type"] == type_


def test_the_map_shows_rates_by_head(open_page, service, force, told):
    people = {each["properties"]["zone"]: each["properties"]["people"] for each in service.json("zones", force=force["force"])["features"]}
    page = open_page()
    before = page.run(COLOURS)
    page.run("document.querySelector('[name=value][value=per_1000]').click()")
    page.wait("document.getElementById('legend').textContent.includes('per 1,000 people') && " + SETTLED)
    assert query(page)["value"] == "per_1000"
    assert page.run(COLOURS) != before
    rates = {zone: 1000 * crimes / people[zone] for zone, crimes in zones_of(told).items()}
    for name in page.run(NAMES):
        zone, rate = re.fullmatch(r"(\w+): [\d,]+ crimes?, ([\d.,]+) per 1,000 people", name).groups()
        assert float(rate.replace(",", "")) == pytest.approx(rates[zone], rel=0.006)
    head = page.run("[...document.querySelectorAll('#zones thead th')].map(cell => cell.textContent)")
    assert head == ["Zone", "crimes", "per 1,000 people"]
    assert [row[0] for row in table(page, "zones")] == sorted(rates, key=rates.get, reverse=True)[:10]
    assert page.run("document.querySelector('#downloads a[href*=svg]').getAttribute('href')").endswith("value=per_1000")
    again = open_page(page.run("location.pathname + location.search"))
    assert again.run(COLOURS) == page.run(COLOURS)


def test_a_zone_under_the_pointer_tells_its_crimes(open_page, told):
    page = open_page()
    zone, crimes = list(zones_of(told).items())[3]
    x, y = page.run(f"""(() => {{ const zone = [...document.querySelectorAll('#map .zone')].find(each => each.getAttribute('aria-label').startsWith('{zone}'));
        zone.scrollIntoView({{block: 'center'}}); const box = zone.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()""")
    page.point(x, y)
    readout = page.wait("document.getElementById('map-readout').textContent")
    assert readout.startswith(f"{zone}: {crimes} crime"), readout
    page.point(x, y, click=True)
    page.wait(f"document.querySelector('#types caption').textContent.includes('{zone}')")
    assert page.run(TOTAL) == crimes
    assert query(page)["zone"] == zone


def test_a_link_shows_others_the_same(open_page):
    page = open_page()
    change(page, "month", "03")
    change(page, "loading", "1.25", "input")
    change(page, "seed", "7")
    page.run("document.querySelector('[name=value][value=density]').click()")
    page.wait("location.search.includes('loading=1.25') && location.search.includes('density') && " + SETTLED)
    address = page.run("location.pathname + location.search")
    again = open_page(address)
    for what in ("document.getElementById('headline').textContent", NAMES, COLOURS, "document.getElementById('week').textContent"):
        assert again.run(what) == page.run(what)
    assert [again.run(f"document.getElementById('{each}').value") for each in ("month", "seed", "loading")] == ["03", "7", "1.25"]


def test_each_draw_is_another_month_and_a_number_is_always_the_same(open_page):
    page = open_page("/?seed=5")
    first = counts_on_map(page)
    page.run("document.getElementById('again').click()")
    page.wait("location.search.includes('seed=6') && " + SETTLED)
    assert counts_on_map(page) != first
    change(page, "seed", "5")
    page.wait("location.search.includes('seed=5') && " + SETTLED)
    assert counts_on_map(page) == first


def test_the_downloads_are_the_crimes_that_are_shown(open_page, service):
    page = open_page("/?loading=1.5&seed=3")
    links = page.run("[...document.querySelectorAll('#downloads a')].map(link => link.getAttribute('href'))")
    assert [re.search(r"format=(\w+)", link)[1] for link in links] == ["csv", "json", "gpkg", "png", "svg"]
    files = [service.get(link) for link in links]
    assert len(files[0].splitlines()) - 1 == page.run(TOTAL)
    assert len(json.loads(files[1])["data"]) == page.run(TOTAL)
    assert files[2].startswith(b"SQLite format 3")
    assert files[3].startswith(b"\x89PNG")
    assert b"<svg" in files[4][:1000]


def test_what_the_service_refuses_is_told_in_its_words(open_page):
    page = open_page("/?seed=minus", ready="!document.getElementById('problem').hidden")
    sentence = page.run("document.getElementById('problem').textContent")
    asked = page.run("fetch('summary?force=' + encodeURIComponent(document.getElementById('force').value) + '&month=1&seed=minus').then(r => r.json())")
    assert sentence == asked["error"]
    assert page.run("document.getElementById('problem').getAttribute('role')") == "alert"
    change(page, "seed", "1")
    page.wait(f"document.getElementById('problem').hidden && {TOTAL} > 0")


def test_a_force_that_is_not_there_is_told(open_page):
    page = open_page("/?force=Atlantis", ready="!document.getElementById('problem').hidden && document.querySelectorAll('#map .zone').length")
    assert "no model of “Atlantis”" in page.run("document.getElementById('problem').textContent")


def test_a_busy_service_is_asked_again_when_it_says(open_page):
    page = open_page()
    page.run("""(() => { const ask = window.fetch; let asked = 0; window.told = [];
        new MutationObserver(() => window.told.push(document.getElementById('problem').textContent)).observe(document.getElementById('problem'), {childList: true});
        window.fetch = (...given) => (asked++ === 0 ? Promise.resolve(new Response('{"error": "busy"}', {status: 503, headers: {'Retry-After': '1'}})) : ask(...given)); })()""")
    change(page, "seed", "11")
    page.wait("location.search.includes('seed=11') && window.told.length > 1 && document.getElementById('problem').hidden && " + SETTLED)
    assert page.run("window.told[0]") == "The service is busy. Trying again in 1 second."


def test_nobody_else_is_asked_for_anything(open_page, service):
    page = open_page("/?loading=1.2")
    page.run("document.getElementById('again').click()")
    page.wait("location.search.includes('seed=') && " + SETTLED)
    asked = [event["request"]["url"] for event in page.events("Network.requestWillBeSent")]
    assert len(asked) > 8
    assert [url for url in asked if not url.startswith(service.url + "/")] == []
    answers = [event["response"] for event in page.events("Network.responseReceived")]
    assert {answer["status"] for answer in answers} == {200}
    policy = next(answer["headers"]["Content-Security-Policy"] for answer in answers if answer["mimeType"] == "text/html")
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy
    assert page.events("Log.entryAdded") == [], "the console has complaints"
    assert page.events("Runtime.exceptionThrown") == []


def test_that_it_is_simulated_is_the_largest_text(open_page):
    for path in ("/", "/map?force={}&month=7"):
        page = open_page(path.format(open_page("/").run("document.getElementById('force').value")))
        sizes = page.run("""[...document.querySelectorAll('body *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
            .map(e => [parseFloat(getComputedStyle(e).fontSize), e.textContent.trim()]).sort((a, b) => b[0] - a[0])""")
        assert sizes[0][1] == "Simulated crime" and sizes[0][0] >= 60 > sizes[1][0]
        assert "None of these crimes happened" in page.run("document.querySelector('header').textContent")
        assert "imulated crime" in page.run("document.title")


def test_the_map_page_has_the_map_that_its_address_asks_for(open_page, service, force):
    page = open_page(f"/map?force={force['force']}&month=7", ready="document.querySelectorAll('#map .zone').length > 0")
    told = service.json("summary", force=force["force"], month=7)
    assert counts_on_map(page) == zones_of(told)
    assert "July" in page.run("document.getElementById('headline').textContent")
    html = service.get("map", force=force["force"], month=7).decode()
    assert "{{" not in html
    drawn = re.search(r'<img class="drawn" src="([^"]*)"', html)[1].replace("&amp;", "&")
    assert b"<svg" in service.get(drawn)[:1000]
