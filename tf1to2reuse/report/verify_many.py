"""The answers of several probes become one table, one JSON document, or a JUnit file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from xml.etree import ElementTree as ET

from tf1to2reuse.equivalence.result import VerifyResult
from tf1to2reuse.equivalence.several import Verified
from tf1to2reuse.report.json_format import dump
from tf1to2reuse.report.text_format import Line, table
from tf1to2reuse.report.verify_format import strict, tolerance_lines

_STYLE = {"equivalent": "green", "different": "bold red", "not proven": "yellow", "error": "bold red"}
_SHORT = {"pass": "yes", "fail": "NO", "not run": "-"}
# Characters that XML 1.0 cannot hold, even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def many_report(answers: Sequence[Verified], form: str) -> str:
    """The report as text or JSON."""
    if form == "json":
        body = [
            {"probe": one.probe, "passed": one.passed, "verdict": one.verdict, "error": one.error}
            | ({key: strict(value) for key, value in asdict(one.result).items()} if one.result else {})
            for one in answers
        ]
        return dump({"command": "verify", "passed": all(one.passed for one in answers), "probes": body})
    return "".join(text + "\n" for text, _ in many_lines(answers))


def many_lines(answers: Sequence[Verified]) -> Iterator[Line]:
    """A row per probe, then what is wrong with those that did not pass."""
    head = ("probe", "verdict", "map", "outputs", "gradients", "sharing", "step", "variables", "unproven")
    yield from table(head, [_row(one) for one in answers], [_STYLE[one.verdict] for one in answers])
    for one in answers:
        if not one.passed:
            yield "", ""
            yield f"{one.probe}: {one.verdict}", "bold red"
            yield from ((f"  {line}", "") for line in _reasons(one))
    notes = dict.fromkeys(note for one in answers if one.result for note in one.result.tolerances)
    yield from tolerance_lines(list(notes))
    passed = sum(one.passed for one in answers)
    yield "", ""
    yield (
        f"{passed} of {len(answers)} probes equivalent{', with tolerances set by hand' if notes else ''}",
        "bold green" if passed == len(answers) else "bold red",
    )


def _row(one: Verified) -> tuple[str, ...]:
    if one.result is None:
        return one.probe, one.verdict, *[""] * 7
    points = {point.number: _SHORT[point.status] for point in one.result.points}
    matched = sum(variable.status == "matched" for variable in one.result.variables)
    cells = [points.get(number, "") for number in range(1, 6)]
    return one.probe, one.verdict, *cells, str(matched), str(len(one.result.unproven))


def _reasons(one: Verified) -> Iterator[str]:
    if one.result is None:
        yield one.error
        return
    for point in one.result.points:
        if point.status != "pass":
            yield f"{point.number}. {point.title}: {point.status}: {point.reason}"
    if one.result.first_difference:
        yield f"First difference: {one.result.first_difference}"


def junit(answers: Sequence[Verified]) -> str:
    """JUnit XML: a suite per probe, a case per point. What was not run is skipped, and fails the suite's last
    case, the verdict: nothing that was not measured may look like a pass."""
    root = ET.Element("testsuites", name="tf1to2reuse verify")
    for one in answers:
        suite = ET.SubElement(root, "testsuite", name=_xml(one.probe))
        if one.result and one.result.tolerances:
            properties = ET.SubElement(suite, "properties")
            for note in one.result.tolerances:
                ET.SubElement(properties, "property", name="tolerance set by hand", value=_xml(note))
        for point in one.result.points if one.result else ():
            case = ET.SubElement(
                suite, "testcase", classname=_xml(one.probe), name=f"{point.number}. {point.title}"
            )
            if point.status == "fail":
                ET.SubElement(case, "failure", message=_xml(point.reason))
            elif point.status == "not run":
                ET.SubElement(case, "skipped", message=_xml(point.reason))
        _verdict(suite, one)
        for kind, tag in (
            ("tests", "testcase"),
            ("failures", "failure"),
            ("errors", "error"),
            ("skipped", "skipped"),
        ):
            suite.set(kind, str(len(list(suite.iter(tag)))))
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _verdict(suite: ET.Element, one: Verified) -> None:
    case = ET.SubElement(suite, "testcase", classname=_xml(one.probe), name="verdict")
    if one.result is None:
        ET.SubElement(case, "error", message=_xml(one.error))
    elif not one.passed:
        failure = ET.SubElement(case, "failure", message=_xml(f"{one.verdict}: {_first(one.result)}"))
        failure.text = _xml("\n".join(_reasons(one)))


def _first(result: VerifyResult) -> str:
    wrong = [point.reason for point in result.points if point.status != "pass"]
    return result.first_difference or next(iter(wrong), "")


def _xml(text: str) -> str:
    return _NO_XML.sub("?", text)
