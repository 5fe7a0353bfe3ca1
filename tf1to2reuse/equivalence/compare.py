"""A recording and the measurements of its rewrite become a VerifyResult. No TensorFlow here, only numbers.

Tolerances (tolerances.py), with their reasons in docs/verification.md:
* an output: OUTPUT[dtype], or what was asked for, times its largest absolute value; integers, booleans and
  strings exactly; nan equals nan. Where another tolerance was asked for, GRADIENT follows in proportion;
* a gradient: GRADIENT[dtype] times the largest entry of that weight's gradient, but never below NOISE of the
  largest gradient of that output;
* the effect of a perturbation: twice the output's tolerance, plus GRADIENT[dtype] of the effect;
* a step: GRADIENT[dtype] of what the step changes, plus float rounding of the weight.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from tf1to2reuse.equivalence.localise import first_difference
from tf1to2reuse.equivalence.measured import Measured, MeasuredMatch
from tf1to2reuse.equivalence.recording import Array, RecordedOutput, RecordedVariable, Recording
from tf1to2reuse.equivalence.result import (
    EffectResult,
    GradientResult,
    OutputResult,
    PointResult,
    Status,
    StepResult,
    VariableResult,
    VerifyResult,
)
from tf1to2reuse.equivalence.seeded import STEP_RATE, largest_change
from tf1to2reuse.equivalence.tolerances import (
    NOISE,
    SMALLEST,
    USUAL,
    Tolerances,
    explained,
    output_rounding,
    size_of,
    within,
)

TITLES = (
    "every variable and weight matched",
    "every output equal",
    "every gradient equal",
    "every variable is one weight that moves the same outputs",
    "one training step leaves the same weights and statistics",
)
POINT_ONE_ONLY = ("name-twice", "weight-twice")


def compare(recording: Recording, measured: Measured, tolerances: Tolerances = USUAL) -> VerifyResult:
    """Judge all five points."""
    outputs = tuple(_outputs(recording, measured, tolerances))
    gradients = tuple(_gradients(recording, measured, tolerances))
    effects = tuple(_effects(recording, measured, tolerances))
    steps = tuple(_steps(recording, measured, tolerances))
    points = (
        _mapped(measured),
        _fails(measured) or _point(2, outputs, _missing(measured, *measured.outputs) or _unsteady(recording)),
        _point(3, gradients, _missing(measured, "gradients") or _no_gradient(recording)),
        _identity(effects, measured),
        _point(5, steps, _missing(measured, "step", "regularization") or recording.step_missing),
    )
    failed = any(point.status == "fail" for point in points)
    missing = any(point.status == "not run" for point in points)
    return VerifyResult(
        probe=recording.probe,
        mode="graph" if "graph" in measured.outputs else "eager",
        tensorflow=recording.tensorflow,
        variables=tuple(_variables(recording, measured)),
        problems=tuple(message for _, message, _ in measured.problems),
        outputs=outputs,
        gradients=gradients,
        effects=effects,
        steps=steps,
        points=points,
        unproven=_unproven(recording, gradients),
        verdict="different" if failed else "not proven" if missing else "equivalent",
        first_difference=first_difference(
            recording, measured, gradients, steps, _wrong(recording, outputs, points[1])
        )
        if failed
        else "",
        tolerances=tolerances.notes(),
    )


def _wrong(recording: Recording, outputs: Sequence[OutputResult], point: PointResult) -> tuple[str, ...]:
    """The outputs that differ; all of them if the program fails."""
    found = tuple(dict.fromkeys(one.name for one in outputs if not one.passed))
    failed = point.status == "fail" and not found
    return tuple(one.name for one in recording.outputs) if failed else found


# ---------------------------------------------------------------- the five points


def _mapped(measured: Measured) -> PointResult:
    if measured.problems:
        more = f" (and {len(measured.problems) - 1} more)" if len(measured.problems) > 1 else ""
        return PointResult(1, TITLES[0], "fail", measured.problems[0][1] + more)
    return PointResult(1, TITLES[0], "pass", f"{len(measured.matches)} matched")


def _fails(measured: Measured) -> PointResult | None:
    """A program that raises in every way of running it does not do what the original did."""
    if measured.outputs and all(mode in measured.failures for mode in measured.outputs):
        reasons = [measured.failures[mode] for mode in measured.outputs]
        return PointResult(2, TITLES[1], "fail", f"the rewritten program fails: {reasons[0]}")
    return None


def _identity(effects: tuple[EffectResult, ...], measured: Measured) -> PointResult:
    doubled = [text for code, text, _ in measured.problems if code in POINT_ONE_ONLY]
    if doubled:
        return PointResult(4, TITLES[3], "fail", doubled[0])
    return _point(4, effects, _missing(measured, "effects"))


def _point(number: int, results: tuple[Any, ...], missing: str) -> PointResult:
    title = TITLES[number - 1]
    failed = [result for result in results if not result.passed]
    if failed:
        return PointResult(number, title, "fail", f"{len(failed)} of {len(results)}: {_worst(failed)}")
    if missing:
        return PointResult(number, title, "not run", missing)
    status: Status = "pass"
    return PointResult(number, title, status, f"{len(results)} compared")


def _worst(failed: list[Any]) -> str:
    def excess(result: Any) -> float:
        return float(result.error / max(result.tolerance, 1e-30))

    worst = max(failed, key=excess)
    where = [getattr(worst, part) for part in ("name", "output", "variable", "mode") if hasattr(worst, part)]
    note = f" ({worst.note})" if getattr(worst, "note", "") else ""
    return f"{' '.join(where)} is off by {worst.error:.3g}, allowed {worst.tolerance:.3g}{note}"


def _missing(measured: Measured, *points: str) -> str:
    return next(
        (f"{point}: {measured.failures[point]}" for point in points if point in measured.failures), ""
    )


def _unsteady(recording: Recording) -> str:
    names = [output.name for output in recording.outputs if not output.deterministic]
    return (
        f"the original's own output {names[0]} changes from run to run: record with random replaced"
        if names
        else ""
    )


def _no_gradient(recording: Recording) -> str:
    reasons = [
        f"TF1 has no gradient of {o.name}: {o.no_gradient}" for o in recording.outputs if o.no_gradient
    ]
    return reasons[0] if reasons else ""


def _unproven(recording: Recording, gradients: tuple[GradientResult, ...]) -> tuple[str, ...]:
    seen = {result.variable for result in gradients if not result.below_noise}
    moving = {v.name for v in recording.variables if v.effects and max(v.effects.values(), default=0.0) > 0}
    return tuple(v.name for v in recording.variables if v.name not in seen | moving and not v.updates)


# ---------------------------------------------------------------- the parts


def _variables(recording: Recording, measured: Measured) -> Iterator[VariableResult]:
    matches: dict[str, list[MeasuredMatch]] = {}
    for match in measured.matches:
        matches.setdefault(match.name, []).append(match)
    skipped = dict(measured.skipped)
    notes = {name: text for _, text, names in measured.problems for name in names}
    for variable in recording.variables:
        held = matches.get(variable.name, [])
        status = "matched" if held else "skipped" if variable.name in skipped else "missing"
        yield VariableResult(
            name=variable.name,
            shape=tuple(variable.value.shape),
            trainable=variable.trainable,
            requests=variable.requests,
            status=status,
            places=tuple(place for match in held for place in match.places),
            evidence=held[0].evidence if held else "",
            transform=held[0].transform if held else "",
            note=notes.get(variable.name, skipped.get(variable.name, "")),
            sites=variable.sites,
            lines=_calling_lines(variable.name, measured),
        )


def _calling_lines(name: str, measured: Measured) -> tuple[str, ...]:
    """Where the innermost layer that holds a weight is called."""
    holding = [call for call in measured.calls if name in call.names]
    fewest = min((len(call.names) for call in holding), default=0)
    lines = [call.line for call in holding if len(call.names) == fewest and call.line]
    return tuple(dict.fromkeys(lines))


def _outputs(recording: Recording, measured: Measured, tolerances: Tolerances) -> Iterator[OutputResult]:
    for mode, values in measured.outputs.items():
        for output in recording.outputs:
            if not output.deterministic or (mode in measured.failures and output.name not in values):
                continue
            tolerance = tolerances.of_output(output.value)
            error, note = _difference(output, values)
            passed, note = _judged(
                error, tolerance, (output_rounding(output, tolerance), output.rounding), note
            )
            yield OutputResult(output.name, mode, error, tolerance, passed, bool(output.assigns), note)


def _judged(error: float, tolerance: float, rounding: tuple[float, float], note: str) -> tuple[bool, str]:
    """Whether an error passes, and why where that is more than the tolerance. ``rounding``: what it explains,
    and what was measured."""
    if error <= tolerance or error > rounding[0]:
        return error <= tolerance, note
    return True, explained(rounding[1])


def _difference(output: RecordedOutput, values: Mapping[str, Array]) -> tuple[float, str]:
    if output.name not in values:
        return float("inf"), "the rewritten probe does not return it"
    value = values[output.name]
    if value.shape != output.value.shape:
        return float("inf"), f"its shape is {list(value.shape)}, it should be {list(output.value.shape)}"
    if value.dtype.kind != output.value.dtype.kind:
        return float("inf"), f"its type is {value.dtype}, it should be {output.value.dtype}"
    return largest_change(output.value, value), ""


def _gradients(recording: Recording, measured: Measured, tolerances: Tolerances) -> Iterator[GradientResult]:
    trained = [variable for variable in recording.variables if variable.trainable]
    for output in recording.outputs:
        if output.no_gradient or not output.deterministic or output.name not in measured.gradients:
            continue
        largest = max((size_of(gradient) for gradient in output.gradients.values()), default=0.0)
        found = measured.gradients[output.name]
        for variable in trained:
            if variable.name in output.gradients or variable.name in found:
                yield _gradient(output, variable, largest, found, tolerances)


def _gradient(
    output: RecordedOutput,
    variable: RecordedVariable,
    largest: float,
    found: Mapping[str, Array],
    tolerances: Tolerances,
) -> GradientResult:
    zeros = np.zeros(variable.value.shape, variable.value.dtype)
    expected = output.gradients.get(variable.name, zeros)
    value = found.get(variable.name, zeros)
    size, noise = size_of(expected), max(NOISE * largest, SMALLEST)
    tolerance = max(tolerances.gradient(expected) * size, noise)
    usual = min(tolerance, max(USUAL.gradient(expected) * size, noise))
    error = largest_change(expected, value)
    note = ""
    if variable.name not in found:
        note = "the rewritten program has no gradient here"
    elif variable.name not in output.gradients:
        note = "the original has no gradient here"
    moved = output.gradient_rounding.get(variable.name, 0.0)
    passed, note = _judged(error, tolerance, (within(moved, usual, expected), moved), note)
    return GradientResult(output.name, variable.name, error, tolerance, passed, size <= noise, note)


def _effects(recording: Recording, measured: Measured, tolerances: Tolerances) -> Iterator[EffectResult]:
    outputs = {output.name: output for output in recording.outputs if output.deterministic}
    for variable in recording.variables:
        if variable.effects is None or variable.name not in measured.effects:
            continue
        for name, effect in variable.effects.items():
            if name in outputs:
                value = measured.effects[variable.name].get(name, float("nan"))
                output = outputs[name].value
                allowed = tolerances.of_output(output)
                tolerance = 2 * allowed
                if output.dtype.kind == "f":
                    tolerance += tolerances.gradient(output) * (effect if np.isfinite(effect) else 0.0)
                error = 0.0 if effect == value else abs(effect - value)
                rounding = (2 * output_rounding(outputs[name], allowed), outputs[name].rounding)
                passed, note = _judged(error, tolerance, rounding, "")
                yield EffectResult(variable.name, name, effect, value, tolerance, passed, note)


def _steps(recording: Recording, measured: Measured, tolerances: Tolerances) -> Iterator[StepResult]:
    if "step" in measured.failures:
        return
    matches = {match.name: match for match in reversed(measured.matches)}
    changes = [size_of(v.after - v.value) for v in recording.variables if v.after is not None and v.trainable]
    largest = max(changes, default=0.0)
    for variable in recording.variables:
        if variable.name in measured.after and variable.value.dtype.kind == "f":
            moved = [output.gradient_rounding.get(variable.name, 0.0) for output in recording.outputs]
            value, momentum = measured.after[variable.name], matches[variable.name].momentum
            yield _step(variable, value, largest, momentum, STEP_RATE * sum(moved), tolerances)
    terms = measured.regularization
    if terms is not None:
        tolerance = tolerances.relative["float32"] * abs(recording.regularization)
        error = abs(terms - recording.regularization)
        yield StepResult("(regularization losses)", error, tolerance, error <= tolerance)


def _step(
    variable: RecordedVariable,
    value: Array,
    largest: float,
    momentum: float,
    moved: float,
    tolerances: Tolerances,
) -> StepResult:
    expected = variable.value if variable.after is None else variable.after
    rounding = 4 * float(np.finfo(expected.dtype).eps) * max(size_of(expected), size_of(variable.value))
    if variable.trainable:
        change = size_of(expected - variable.value)
        tolerance = max(tolerances.gradient(expected) * change, NOISE * largest) + rounding
        usual = max(USUAL.gradient(expected) * change, NOISE * largest) + rounding
    else:
        tolerance = max(tolerances.statistics(expected) * size_of(expected), rounding)
        usual = tolerance
    error = largest_change(expected, value)
    if error <= tolerance:
        return StepResult(variable.name, error, tolerance, True)
    fused = fused_variance(variable, value, momentum, tolerance)
    if fused:
        return StepResult(variable.name, error, tolerance, True, fused)
    note = "" if variable.after is not None else "the original does not change it"
    bounds = (within(moved, min(tolerance, usual), expected), moved) if variable.trainable else (0.0, 0.0)
    return StepResult(variable.name, error, tolerance, *_judged(error, tolerance, bounds, note))


def fused_variance(variable: RecordedVariable, value: Array, momentum: float, tolerance: float) -> str:
    """The known kernel difference: TF1's fused batch normalization moves the variance by N/(N-1) times what
    Keras moves it by. Returns a sentence if exactly that, with the recorded N, explains the difference."""
    sizes = set(variable.fused_sizes)
    if len(sizes) != 1 or not momentum or variable.after is None or value.shape != variable.value.shape:
        return ""
    size = sizes.pop()
    if size < 2:
        return ""
    kept = momentum**variable.updates * variable.value
    unbiased = kept + (value - kept) * (size / (size - 1))
    if largest_change(variable.after, unbiased) > tolerance:
        return ""
    return (
        f"TF1's fused kernel moves the variance by N/(N-1), N = {size}; Keras by 1: equal after that factor"
    )
