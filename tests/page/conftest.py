# SPDX-License-Identifier: MIT
"""The service of the sample town, and a headless Chromium that looks at its page."""

import json
import os
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))
from browser import CHROMIUM, Browser  # noqa: E402
from town_model import CRIMS, ROOT, run, town_model  # noqa: E402

READY = "document.querySelectorAll('#map .zone').length > 0 && !document.querySelector('#result').hasAttribute('aria-busy')"


class Service:
    """A service at an address: its answers, as a program reads them."""

    def __init__(self, url):
        self.url = url.rstrip("/")

    def get(self, path, **parameters):
        query = urllib.parse.urlencode(parameters)
        with urllib.request.urlopen(f"{self.url}/{path}{'?' + query if query else ''}", timeout=30) as answer:
            return answer.read()

    def json(self, path, **parameters):
        return json.loads(self.get(path, **parameters))


def started_service(folder):
    """The sample town's, for as long as its caller needs it."""
    models = folder / "models"
    models.mkdir()
    run(CRIMS, "population", "--quiet", "--census", ROOT / "samples/town-census.csv", "--output", folder / "people.gpkg")
    town_model(folder, "--population", folder / "people.gpkg").rename(models / "thornmere.gpkg")
    process = subprocess.Popen([CRIMS, "serve", "--models", models, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    url = re.search(r"http://\S+", process.stdout.readline())
    assert url, f"crims serve ended with {process.wait()}"
    yield Service(url[0])
    process.terminate()
    assert process.wait(timeout=60) == 0


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    """PAGE_SERVICE names one that runs already, to develop the page."""
    if os.environ.get("PAGE_SERVICE"):
        yield Service(os.environ["PAGE_SERVICE"])
    else:
        yield from started_service(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    if CHROMIUM is None:
        pytest.skip("Chromium is missing: the Debian package chromium")
    with Browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture
def open_page(service, browser):
    """open_page("/?loading=2", width=360): a tab on which all is drawn."""
    pages = []

    def open_one(path="/", ready=READY, **media):
        page = browser.page(**media)
        pages.append(page)
        page.open(service.url + path)
        page.wait(ready)
        return page

    yield open_one
    for page in pages:
        page.close()


@pytest.fixture(scope="session")
def force(service):
    """The first force, which the page shows first."""
    return service.json("forces")[0]
