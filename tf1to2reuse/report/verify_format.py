"""The answer of ``verify`` becomes text for people, or JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Protocol

from tf1to2reuse.equivalence.result import PointResult, VariableResult, VerifyResult
from tf1to2reuse.report.json_format import dump
from tf1to2reuse.report.text_format import Line, table

VERIFY_FORMATS = ("text", "json", "html")
_STATUS_STYLE = {"pass": "green", "fail": "bold red", "not run": "yellow"}
_VERDICT_STYLE = {"equivalent": "bold green", "different": "bold red", "not proven": "bold yellow"}


class _Compared(Protocol):
    """What outputs, gradients and steps have in common."""

    @property
    def error(self) -> float: ...
    @property
    def tolerance(self) -> float: ...
    @property
    def passed(self) -> bool: ...


def verify_report(result: VerifyResult, form: str) -> str:
    """The report as text or JSON."""
    if form == "json":
        fields = {key: strict(value) for key, value in asdict(result).items()}
        return dump({"command": "verify", "passed": result.passed, **fields})
    return "".join(text + "\n" for text, _ in verify_lines(result))


def verify_lines(result: VerifyResult) -> Iterator[Line]:
    """The table of variables, the comparisons, what failed, the five points and the verdict."""
    yield f"{result.probe}, {result.mode}, TensorFlow {result.tensorflow}", "bold"
    yield from _variable_lines(result.variables)
    yield from _comparison_lines(result)
    yield from tolerance_lines(result.tolerances)
    yield from known_lines(result)
    yield from failure_lines(result)
    yield "", ""
    for point in result.points:
        yield _point_text(point), _STATUS_STYLE[point.status]
    if result.first_difference:
        yield f"First difference: {result.first_difference}", "bold red"
    yield f"Verdict: {result.verdict}{with_tolerances(result)}", _VERDICT_STYLE[result.verdict]


def tolerance_lines(notes: Sequence[str]) -> Iterator[Line]:
    """A heading, and the tolerances that are not the usual ones."""
    if notes:
        yield "", ""
        yield "Tolerances set by hand", "bold"
    for note in notes:
        yield f"  {note}", "yellow"


def with_tolerances(result: VerifyResult) -> str:
    """What a verdict must say with it where the tolerances are not the usual ones."""
    return ", with tolerances set by hand" if result.tolerances else ""


def _variable_lines(variables: Sequence[VariableResult]) -> Iterator[Line]:
    if not variables:
        return
    yield "", ""
    head = ("TF1 variable", "shape", "asked for", "found at", "evidence")
    rows = [_variable_row(variable) for variable in variables]
    styles = ["" if variable.status != "missing" else "bold red" for variable in variables]
    yield from table(head, rows, styles)


def _variable_row(variable: VariableResult) -> tuple[str, ...]:
    shape = "x".join(map(str, variable.shape)) or "scalar"
    found = ", ".join(variable.places) or variable.status
    transform = variable.transform if variable.transform != "identity" else ""
    evidence = ", ".join(filter(None, [variable.evidence, transform, variable.note]))
    return variable.name, shape, str(variable.requests), found, evidence


def _comparison_lines(result: VerifyResult) -> Iterator[Line]:
    head = ("compared", "number", "worst error", "allowed there", "margin left", "failed")
    kinds: list[tuple[str, Sequence[_Compared]]] = [
        *_outputs_by_mode(result),
        (_gradients_name(result), result.gradients),
        ("weights after one step", result.steps),
    ]
    rows = [_comparison_row(name, compared) for name, compared in kinds if compared]
    effects = result.effects
    if effects:
        failed = sum(not effect.passed for effect in effects)
        rows.append(("effects of perturbing", str(len(effects)), "", "", "", str(failed)))
    if rows:
        yield "", ""
        yield from table(head, rows, ["" if row[-1] == "0" else "bold red" for row in rows])


def _outputs_by_mode(result: VerifyResult) -> list[tuple[str, Sequence[_Compared]]]:
    groups: dict[str, list[_Compared]] = {}
    for output in result.outputs:
        name = f"outputs, {output.mode}" + (", with updates" if output.updates else "")
        groups.setdefault(name, []).append(output)
    return list(groups.items())


def _gradients_name(result: VerifyResult) -> str:
    noise = sum(gradient.below_noise for gradient in result.gradients)
    return f"gradients ({noise} below noise)" if noise else "gradients"


def _comparison_row(name: str, compared: Sequence[_Compared]) -> tuple[str, ...]:
    # What passes in spite of its error is a known difference, and has a line of its own.
    worst = max([one for one in compared if not _is_known(one)] or compared, key=_ratio)
    failed = sum(not one.passed for one in compared)
    numbers = f"{worst.error:.2g}", f"{worst.tolerance:.2g}", margin(worst)
    return name, str(len(compared)), *numbers, str(failed)


def margin(one: _Compared) -> str:
    """How much of the allowance an error leaves: 90% is left where it is a tenth of what is allowed."""
    if not one.error <= one.tolerance:
        return "none"
    if not one.tolerance:
        return "exact"
    left = f"{100 * (1 - one.error / one.tolerance):.3g}%"
    return ">99.9%" if left == "100%" and one.error else left


def _ratio(one: _Compared) -> float:
    """How much of the allowance an error uses up; a NaN is the worst there is."""
    if one.error != one.error:
        return float("inf")
    return one.error / one.tolerance if one.tolerance else one.error


def _is_known(one: _Compared) -> bool:
    return one.passed and one.error > one.tolerance


def known_lines(result: VerifyResult) -> Iterator[Line]:
    """A heading, and what passes in spite of its error."""
    named: list[tuple[str, _Compared, str]] = [
        *((f"output {o.name}, {o.mode}", o, o.note) for o in result.outputs),
        *((f"gradient of {g.output} by {g.variable}", g, g.note) for g in result.gradients),
        *((f"effect of {e.variable} on {e.output}", e, e.note) for e in result.effects),
        *((f"{s.variable} after one step", s, s.note) for s in result.steps),
    ]
    known = [_off(*one) for one in named if _is_known(one[1])]
    if known:
        yield "", ""
        yield f"Known differences ({len(known)})", "bold"
    for line in known:
        yield f"  {line}", "yellow"


def failure_lines(result: VerifyResult) -> Iterator[Line]:
    """A heading, what failed, and what proves nothing."""
    lines = [*result.problems, *_failed_values(result)]
    if lines:
        yield "", ""
        yield f"What is wrong ({len(lines)})", "bold"
    for line in lines:
        yield f"  {line}", "red"
    if result.unproven:
        yield "", ""
        yield f"Nothing depends on these, so they prove nothing: {', '.join(result.unproven)}", "yellow"


def _failed_values(result: VerifyResult) -> Iterator[str]:
    for output in result.outputs:
        if not output.passed:
            yield _off(f"output {output.name}, {output.mode}", output, output.note)
    for gradient in result.gradients:
        if not gradient.passed:
            yield _off(f"gradient of {gradient.output} by {gradient.variable}", gradient, gradient.note)
    for effect in result.effects:
        if not effect.passed:
            moved = f"{effect.output} by {effect.measured:.2g} instead of {effect.recorded:.2g}"
            yield f"perturbing {effect.variable} moves {moved}"
    for step in result.steps:
        if not step.passed:
            yield _off(f"{step.variable} after one step", step, step.note)


def _off(what: str, compared: _Compared, note: str) -> str:
    text = f"{what}: off by {compared.error:.2g}, {compared.tolerance:.2g} is allowed"
    return f"{text} ({note})" if note else text


def _point_text(point: PointResult) -> str:
    reason = f": {point.reason}" if point.reason else ""
    return f"{point.number}. {point.title}: {point.status}{reason}"


def strict(value: object) -> object:
    """JSON has no NaN or infinity: they become strings."""
    if isinstance(value, dict):
        return {key: strict(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [strict(item) for item in value]
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return str(value)
    return value
