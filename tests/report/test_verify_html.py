"""The page of ``verify``: self-contained, every link leads somewhere, nothing outside the tree is shown."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

pytest.importorskip("jinja2")

from tf1to2reuse.equivalence.result import (
    EffectResult,
    GradientResult,
    OutputResult,
    PointResult,
    StepResult,
    VariableResult,
    VerifyResult,
)
from tf1to2reuse.equivalence.several import Verified
from tf1to2reuse.report.plots import output_plot, weight_plot
from tf1to2reuse.report.verify_html import verify_html

RESULT = VerifyResult(
    probe="probe.py:probe_a<b",
    mode="eager",
    tensorflow="1.15.5",
    variables=(
        VariableResult("enc/w", (2, 3), True, 2, "matched", ("P.enc.w",), "name",
                       sites=("net.py:2",), lines=("net.py:1",)),
        VariableResult("enc/b", (), False, 0, "missing", sites=("../secret.py:1", "net.py:99")),
    ),
    problems=("no weight was found for enc/b",),
    outputs=(
        OutputResult("y", "eager", 1e-7, 1e-5, True),
        OutputResult("y", "function", math.nan, 1e-5, False, note="not a number"),
        OutputResult("n", "eager", 0.0, 0.0, True),
    ),
    gradients=(GradientResult("y", "enc/w", 3e-7, 1e-5, True),
               GradientResult("n", "enc/w", 2e-5, 1e-5, False)),
    effects=(EffectResult("enc/w", "y", math.inf, math.inf, 1e-4, True),),
    steps=(StepResult("enc/b", 2e-5, 1e-5, True, "a known kernel difference"),),
    points=(PointResult(1, "every variable matched", "fail", "no weight <here>"),),
    unproven=(),
    verdict="different",
    first_difference="call 1 of 'enc' at net.py:1 gives other values",
)  # fmt: skip


class Page(HTMLParser):
    """Tags that are open, anchors, links, and whatever would be loaded from elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [str(given["id"])] if "id" in given else []
        self.links += [str(given["href"])] if "href" in given else []
        self.loads += [name for name in ("src", "xlink:href", "action") if name in given]
        if tag not in ("meta", "br", "link", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += ["link"] if tag == "link" else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    (tmp_path / "secret.py").write_text("password = 1\n")
    for name, text in (("before", "with scope:\n    w = get()\n"), ("after", "self.enc(x)  # a & b\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "net.py").write_text(text)
    return tmp_path


def page(trees: Path, *answers: Verified, original: bool = True) -> str:
    return verify_html(answers, trees / "after", trees / "before" if original else None)


def test_it_is_one_page_whose_links_lead_somewhere(trees: Path) -> None:
    text = page(
        trees, Verified(RESULT.probe, RESULT), Verified("p.py:other", None, "there is no recording of it")
    )
    found = Page(text)
    assert found.open == [] and found.loads == []
    assert not re.search(r"https?:|@import|url\(", text)
    assert len(set(found.ids)) == len(found.ids)
    wanted = {unquote(link.removeprefix("#")) for link in found.links}
    assert wanted <= set(found.ids) and {"before:net.py:2", "after:net.py:1"} <= wanted
    assert "probe_a&lt;b" in text and "no weight &lt;here&gt;" in text and "a &amp; b" in text
    assert "there is no recording of it" in text and "a known kernel difference" in text


def test_a_recording_cannot_show_files_outside_the_tree(trees: Path) -> None:
    text = page(trees, Verified(RESULT.probe, RESULT))
    assert "password" not in text and "../secret.py:1" in text


def test_without_the_original_its_lines_are_told_and_not_shown(trees: Path) -> None:
    text = page(trees, Verified(RESULT.probe, RESULT), original=False)
    assert "w = get()" not in text and "net.py:2" in text


def test_a_mark_stands_right_of_the_line_exactly_if_it_is_off() -> None:
    for plot in (output_plot(RESULT), weight_plot(replace(RESULT, steps=()))):
        marks = [mark for row in plot.rows for mark in row.marks]
        assert marks
        assert all((mark.x > plot.limit) == (not mark.passed) for mark in marks)
        assert all(0 <= mark.x <= plot.width for mark in marks)


def test_the_worst_comparison_of_a_weight_is_drawn() -> None:
    (row,) = [row for row in weight_plot(RESULT).rows if row.label == "enc/w"]
    gradient, perturbation = row.marks
    assert "of n: off by 2e-05" in gradient.told and not gradient.passed
    assert perturbation.told.startswith("perturbation of y: off by 0,")
