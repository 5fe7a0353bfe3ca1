"""Every renderer says everything that a result holds."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace

import pytest
from results import REWRITE, SCAN, SITE
from rich.console import Console

from tf1to2reuse.report.html_format import MissingExtraError, require_jinja
from tf1to2reuse.report.model import FileChange, Place, RewriteResult
from tf1to2reuse.report.render import FORMATS, render
from tf1to2reuse.report.summary import needs_person
from tf1to2reuse.report.text_format import print_result

REWRITE_TEXT = """\
7 files read, changes in 2 (1 new)
scoped functions: 1 lifted, 1 compact, 1 refused
instances: 4, sharing sites: 2

Refused (2)
  a b.py:9: refused-eager-read: A variable is read while <building>.
  net.py:30: refused-dynamic-name: decoder: The scope's name is read from a file.

Findings (1)
  net.py:12: hazard-shape-drift: w has two shapes.
      see net.py:4

New usage (1)
  net.py:3
      - encoder(x, reuse=True)
      + encoder = Encoder(name="encoder"); encoder(x)
"""
SCAN_TEXT = """\
train.py:main
  encoder/h{i}/w  [?, 16, n], asked for 2 times
      created            net.py:4
      reused             net.py:8  if step > 0
  step  shape unknown, not trainable
      unresolved: no rule
      unresolved         net.py:9

2 files read, 2 variables, 1 of them asked for more than once

Findings (1)
  net.py:12: hazard-shape-drift: w has two shapes.
      see net.py:4
"""


def test_text() -> None:
    assert render(REWRITE, "text") == REWRITE_TEXT
    assert render(SCAN, "text") == SCAN_TEXT


def test_a_pipe_gets_every_line_as_it_is() -> None:
    long = "x = [" + ", ".join(["\t1"] * 200) + "]\r\n"
    stream = io.StringIO(newline="")
    result = RewriteResult(changes=(FileChange("m.py", "a\n", long),), files=1)
    print_result(Console(file=stream), result, diff=True)
    assert f"\n+{long}" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


def test_a_terminal_gets_colour_but_no_control_codes_of_the_repository() -> None:
    stream = io.StringIO()
    result = RewriteResult(changes=(FileChange("m.py", "a\n", "b # \x1b]0;title\x07\n"),), files=1)
    print_result(Console(file=stream, force_terminal=True, color_system="standard"), result, diff=True)
    assert "\x1b[32m+b # \\x1b]0;title\\x07" in stream.getvalue()
    assert "\x1b[31m-a" in stream.getvalue()


def test_json_rewrite() -> None:
    report = json.loads(render(REWRITE, "json"))
    assert (report["schema"], report["schema_version"], report["command"]) == (
        "tf1to2reuse-report",
        1,
        "rewrite",
    )
    assert report["summary"] == {
        "files": 7,
        "changed": 2,
        "added": 1,
        "lifted": 1,
        "compact": 1,
        "refused": 1,
        "instances": 4,
        "sharing_sites": 2,
    }
    assert [(file["path"], file["new"]) for file in report["files"]] == [("base.py", True), ("net.py", False)]
    assert "+b = 3" in report["files"][1]["diff"]
    assert [(f["function"], f["kind"], f["line"]) for f in report["functions"]] == [
        ("encoder", "lifted", 3),
        ("helper", "compact", 20),
        ("decoder", "refused", 30),
    ]
    assert [(f["file"], f["line"], f["code"]) for f in report["findings"]] == [
        ("a b.py", 9, "refused-eager-read"),
        ("net.py", 12, "hazard-shape-drift"),
        ("net.py", 30, "refused-dynamic-name"),
    ]
    assert report["findings"][1]["related"] == [{"file": "net.py", "line": 4, "column": 1}]


def test_json_scan() -> None:
    report = json.loads(render(SCAN, "json"))
    assert report["command"] == "scan"
    assert report["ledger"][0]["shape"] == [None, 16, "n"]
    assert report["ledger"][0]["sites"][1] == {
        "file": "net.py",
        "line": 8,
        "column": 1,
        "how": "reused",
        "condition": "step > 0",
    }


def test_sarif() -> None:
    log = json.loads(render(REWRITE, "sarif"))
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert log["version"] == "2.1.0"
    assert rules == ["hazard-shape-drift", "refused-dynamic-name", "refused-eager-read"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
    first = run["results"][0]["locations"][0]["physicalLocation"]
    assert first["artifactLocation"]["uri"] == "a%20b.py"
    assert first["region"] == {"startLine": 9, "startColumn": 2}
    assert run["results"][1]["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 4


def test_html_escapes_and_shows_everything() -> None:
    page = render(REWRITE, "html")
    assert "A variable is read while &lt;building&gt;." in page
    for shown in (
        "refused-dynamic-name",
        "hazard-shape-drift",
        "1 lifted, 1 compact, 1 refused",
        "+b = 3",
        "net.py:30",
    ):
        assert shown in page
    scan = render(SCAN, "html")
    assert "encoder/h{i}/w" in scan
    assert "if step &gt; 0" in scan


def test_html_without_jinja(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'tf1to2reuse\[report\]'"):
        require_jinja()


@pytest.mark.parametrize("form", list(FORMATS))
def test_two_runs_say_the_same(form: str) -> None:
    assert render(REWRITE, form) == render(REWRITE, form)
    assert render(RewriteResult(), form)


def test_needs_person() -> None:
    assert needs_person(REWRITE)
    assert not needs_person(SCAN)
    assert not needs_person(RewriteResult())


def test_a_file_name_that_is_not_text() -> None:
    result = RewriteResult(findings=(replace(SITE, place=Place("b\udcff.py")),))
    assert "b%FF.py" in render(result, "sarif")
    assert "b\\udcff.py" in render(result, "json")
