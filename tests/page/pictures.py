#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Takes the pictures in docs/ of the page and of reports: tests/page/pictures.py [ADDRESS], of the sample town's service or of the one at an address."""

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from osgeo import gdal

from browser import Browser
from conftest import READY, Service, started_service
from reports import make_model, make_report

DOCS = Path(__file__).resolve().parents[2] / "docs"
PICTURES = {  # file: the page's address, its size, light or dark, and what stands at the top
    "page.png": ("/?loading=1.2&seed=1&zone=E02999010", {"width": 1200, "height": 1190}, "h1"),
    "page-phone.png": ("/?loading=0.8&seed=1", {"width": 360, "height": 760, "dark": True}, "#headline"),
}
REPORTS = {  # file: the report, and the size of what is seen of it
    "evaluation.png": ("evaluate", {"width": 900, "height": 1000}),
    "verdict.png": ("test", {"width": 900, "height": 1010}),
    "verdict-phone.png": ("test", {"width": 400, "height": 860, "dark": True}),
    "audit.png": ("audit", {"width": 900, "height": 720}),
}


def save_small(path):
    """A page has few colours: with the 256 most frequent ones the file is a third of the size."""
    gdal.UseExceptions()
    pixels = gdal.Open(str(path)).ReadAsArray()[:3]
    all_colours, at, times = np.unique(pixels.reshape(3, -1).T, axis=0, return_inverse=True, return_counts=True)
    kept = all_colours[np.argsort(-times, kind="stable")[:256]].astype(int)
    nearest = np.array([np.argmin(((kept - colour) ** 2).sum(axis=1)) for colour in all_colours.astype(int)], dtype=np.uint8)
    small = gdal.GetDriverByName("MEM").Create("", pixels.shape[2], pixels.shape[1], 1)
    table = gdal.ColorTable()
    for number, colour in enumerate(kept.tolist()):
        table.SetColorEntry(number, (*colour, 255))
    small.GetRasterBand(1).SetColorTable(table)
    small.GetRasterBand(1).WriteArray(nearest[at].reshape(pixels.shape[1:]))
    gdal.GetDriverByName("PNG").CreateCopy(str(path), small, options=["ZLEVEL=9"])
    Path(f"{path}.aux.xml").unlink(missing_ok=True)


@contextmanager
def service_of(address, folder):
    if address:
        yield Service(address)
    else:
        yield from started_service(folder)


def take_reports(browser, folder):
    make_model(folder)
    for name, (report, media) in REPORTS.items():
        page = browser.page(still=True, **media)
        page.open(make_report(report, folder, over=True).as_uri())
        page.wait("document.readyState === 'complete' && document.querySelectorAll('h1').length")
        page.picture(DOCS / name)
        save_small(DOCS / name)
        print(DOCS / name, (DOCS / name).stat().st_size)


def main(address=None):
    with tempfile.TemporaryDirectory() as folder, service_of(address, Path(folder)) as service, Browser(Path(folder) / "profile") as browser:
        for name, (path, media, top) in PICTURES.items():
            page = browser.page(still=True, **media)
            page.open(service.url + path)
            page.wait(READY)
            page.run(f"document.querySelector('{top}').scrollIntoView()")
            page.picture(DOCS / name)
            save_small(DOCS / name)
            print(DOCS / name, (DOCS / name).stat().st_size)
        (Path(folder) / "reports").mkdir()
        take_reports(browser, Path(folder) / "reports")


if __name__ == "__main__":
    main(*sys.argv[1:])
