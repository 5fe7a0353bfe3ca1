"""Results become one self-contained HTML page. Needs jinja2, which the extra ``report`` installs."""

from __future__ import annotations

from importlib import resources

from tf1to2reuse import __version__
from tf1to2reuse.report.diff import unified_diff
from tf1to2reuse.report.model import RewriteResult, ScanResult
from tf1to2reuse.report.summary import other_findings, refusals, summarise, usages


class MissingExtraError(Exception):
    """A report format needs a package that is not installed; the message says how to install it."""


def require_jinja() -> None:
    """Raises MissingExtraError, before any work is done, when jinja2 is missing."""
    try:
        import jinja2  # noqa: F401
    except ImportError as error:
        message = "The HTML report needs jinja2; install it with: pip install 'tf1to2reuse[report]'."
        raise MissingExtraError(message) from error


def html_report(result: ScanResult | RewriteResult) -> str:
    """The page: figures, refusals, findings, then the ledger of a scan or the diff of a rewrite."""
    require_jinja()
    import jinja2

    text = resources.files("tf1to2reuse.report").joinpath("templates/report.html.j2").read_text("utf-8")
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(text)
    if isinstance(result, ScanResult):
        return template.render(version=__version__, scan=result, findings=other_findings(result.findings))
    return template.render(
        version=__version__,
        summary=summarise(result),
        refusals=refusals(result),
        findings=other_findings(result.findings),
        usages=usages(result),
        diffs=[(change.path, unified_diff(change).split("\n")[:-1]) for change in result.changes],
    )
