"""Findings become SARIF 2.1.0, which code-scanning services and editors read."""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import quote

from tf1to2reuse import __version__
from tf1to2reuse.report.model import Finding, Place, RewriteResult, ScanResult
from tf1to2reuse.report.summary import all_findings


def sarif_report(result: ScanResult | RewriteResult) -> str:
    """One SARIF run: a rule per code, a result per finding, refusals included."""
    findings = all_findings(result)
    codes = sorted({finding.code for finding in findings})
    driver = {
        "name": "tf1to2reuse",
        "version": __version__,
        "rules": [{"id": code, "shortDescription": {"text": code.replace("-", " ")}} for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes.index(finding.code)) for finding in findings],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2) + "\n"


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": finding.message},
        "locations": [_location(finding.place)],
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(place)} for number, place in enumerate(finding.related, 1)
        ]
    return result


def _location(place: Place) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(os.fsencode(place.file)), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": place.line, "startColumn": place.column},
        }
    }
