"""The answers of ``verify`` become one self-contained HTML page: verdicts, plots, the map, the source lines.

Needs jinja2, which the extra ``report`` installs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from tf1to2reuse import __version__
from tf1to2reuse.equivalence.result import VerifyResult
from tf1to2reuse.equivalence.several import Verified
from tf1to2reuse.report.html_format import require_jinja
from tf1to2reuse.report.plots import Plot, output_plot, weight_plot
from tf1to2reuse.report.sources import Listing, link, listings
from tf1to2reuse.report.verify_format import failure_lines, known_lines

_PLACE = re.compile(r"[\w./-]+\.py:\d+")


@dataclass(frozen=True)
class Section:
    """One probe that was compared, ready to be drawn."""

    result: VerifyResult
    outputs: Plot
    weights: Plot
    wrong: tuple[str, ...]
    known: tuple[str, ...]


def verify_html(answers: Sequence[Verified], rewritten: Path, original: Path | None = None) -> str:
    """The page. Of ``original`` only the lines that are referred to are shown, if it is given."""
    require_jinja()
    import jinja2

    results = [one.result for one in answers if one.result]
    before, after = _shown(results, rewritten, original)
    text = resources.files("tf1to2reuse.report").joinpath("templates/verify.html.j2").read_text("utf-8")
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text).render(
        version=__version__,
        answers=answers,
        sections=[_section(result) for result in results],
        listings=[*before.values(), *after.values()],
        before=lambda place: link(place, before),
        after=lambda place: link(place, after),
        marked={anchor for result in results for anchor in _anchors(result, before, after)},
    )


def _section(result: VerifyResult) -> Section:
    wrong = tuple(text.strip() for text, style in failure_lines(result) if style == "red")
    known = tuple(text.strip() for text, style in known_lines(result) if style == "yellow")
    return Section(result, output_plot(result), weight_plot(result), wrong, known)


def _shown(
    results: Sequence[VerifyResult], rewritten: Path, original: Path | None
) -> tuple[dict[str, Listing], dict[str, Listing]]:
    before = [place for result in results for variable in result.variables for place in variable.sites]
    after = [place for result in results for variable in result.variables for place in variable.lines]
    after += [place for result in results for place in _PLACE.findall(result.first_difference)]
    return listings(original, "before", before), listings(rewritten, "after", after)


def _anchors(result: VerifyResult, before: dict[str, Listing], after: dict[str, Listing]) -> list[str]:
    """The lines that stand out in the listings."""
    made = [link(place, before) for variable in result.variables for place in variable.sites]
    return made + [link(place, after) for variable in result.variables for place in variable.lines]
