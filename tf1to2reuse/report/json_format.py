"""Results become JSON for programs. docs/usage.md says what the fields are."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from tf1to2reuse import __version__
from tf1to2reuse.report.diff import unified_diff
from tf1to2reuse.report.model import Finding, RewriteResult, ScanResult
from tf1to2reuse.report.summary import all_findings, summarise

SCHEMA_VERSION = 1


def json_report(result: ScanResult | RewriteResult) -> str:
    """The JSON report of a scan or a rewrite: sorted by place, two runs on one tree give the same text."""
    body = _scan(result) if isinstance(result, ScanResult) else _rewrite(result)
    return dump({**body, "findings": [_finding(finding) for finding in all_findings(result)]})


def dump(body: dict[str, Any]) -> str:
    """One JSON document with the fields that all reports share."""
    head = {"schema": "tf1to2reuse-report", "schema_version": SCHEMA_VERSION, "tool_version": __version__}
    return json.dumps({**head, **body}, indent=2, ensure_ascii=True) + "\n"


def _scan(result: ScanResult) -> dict[str, Any]:
    return {
        "command": "scan",
        "summary": {"files": result.files, "variables": len(result.rows)},
        "ledger": [
            {**asdict(row), "sites": [_site(asdict(site)) for site in row.sites]} for row in result.rows
        ],
    }


def _site(site: dict[str, Any]) -> dict[str, Any]:
    return {**site.pop("place"), **site}


def _rewrite(result: RewriteResult) -> dict[str, Any]:
    changes = sorted(result.changes, key=lambda change: change.path)
    outcomes = sorted(result.outcomes, key=lambda outcome: (outcome.place, outcome.function))
    return {
        "command": "rewrite",
        "summary": asdict(summarise(result)),
        "files": [
            {"path": change.path, "new": not change.before, "diff": unified_diff(change)}
            for change in changes
        ],
        "functions": [_site(asdict(outcome)) for outcome in outcomes],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return _site(asdict(finding))
