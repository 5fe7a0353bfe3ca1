"""One result and the name of a format become the text of a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tf1to2reuse.report.html_format import html_report, require_jinja
from tf1to2reuse.report.json_format import json_report
from tf1to2reuse.report.model import RewriteResult, ScanResult
from tf1to2reuse.report.sarif_format import sarif_report
from tf1to2reuse.report.text_format import text_report

FORMATS: Mapping[str, Callable[[ScanResult | RewriteResult], str]] = {
    "text": text_report,
    "json": json_report,
    "sarif": sarif_report,
    "html": html_report,
}


def render(result: ScanResult | RewriteResult, form: str) -> str:
    """The report of a scan or a rewrite in one of FORMATS."""
    return FORMATS[form](result)


class ReportError(Exception):
    """The report cannot be written where it was asked for; the message is one sentence."""


def check_report(report: Path | None, form: str) -> None:
    """Raises ReportError or MissingExtraError early, for what would stop the report at the end."""
    if form == "html":
        require_jinja()
    if report is not None and report.is_dir():
        raise ReportError(f"The report {report} is a folder; name a file.")
    if report is not None and not report.absolute().parent.is_dir():
        raise ReportError(f"The folder of the report {report} does not exist.")
