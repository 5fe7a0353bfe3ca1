"""Layer calls of the rewrite and tensors of the original become the place where they part.

A right layer call gives tensors that the original computed too, under whatever name. The place is the first
call, in the order in which calls end, that got only such tensors and gave another one. When all outputs
agree, the weights whose gradient, step or regularizer differs tell it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from tf1to2reuse.equivalence.measured import (
    Measured,
    MeasuredCall,
    Print,
    print_of,
)
from tf1to2reuse.equivalence.parting import TRAPS as OPERATION_TRAPS
from tf1to2reuse.equivalence.parting import parting
from tf1to2reuse.equivalence.recording import Recording, TracedTensor
from tf1to2reuse.equivalence.result import GradientResult, StepResult

CLOSE = 1e-4
TRAPS = {
    "BatchNormalization": "compare epsilon, momentum, center, scale and training= of this call",
    "LayerNormalization": "compare epsilon (TF1 1e-12, Keras 1e-3) and the axes",
    "GroupNormalization": "compare epsilon (TF1 1e-6, Keras 1e-3) and groups",
    "Dense": "compare activation (contrib and slim default to relu) and use_bias",
    "Conv2D": "compare padding (contrib and slim: SAME), strides, activation and use_bias",
    "Conv2DTranspose": "compare padding, strides, activation and use_bias",
    "LeakyReLU": "compare the slope (TF1 0.2, Keras 0.3)",
    "Dropout": "compare the rate (1 - keep_prob) and training=",
    "LSTM": "compare the gate order, the forget bias, and what follows the end of a sequence",
    "GRU": "reset_after must be False; compare what follows the end of a sequence",
}
STATISTICS = "compare momentum and training=, and whether the update runs"
REGULARIZER = "compare its regularizers (TF1's l2_regularizer(s) is L2(s / 2))"


class Known:
    """Arrays, by shape and fingerprint."""

    def __init__(self, values: Iterable[Print]) -> None:
        self._by_shape: dict[tuple[int, ...], list[tuple[float, float]]] = {}
        for shape, pair in values:
            self._by_shape.setdefault(shape, []).append(pair)

    def computed(self, value: Print) -> bool:
        """One of them, up to rounding."""
        shape, pair = value
        return any(_close(pair, other) for other in self._by_shape.get(shape, ()))

    def has(self, value: Print) -> bool:
        """One of them, or zeros: TF1 makes those without computing anything."""
        return not any(value[1]) or self.computed(value)


def _of_original(recording: Recording) -> Iterator[Print]:
    """Every array that the original was fed or computed."""
    yield from (print_of(item.value) for item in recording.inputs if item.value.dtype.kind == "f")
    yield from ((tensor.shape, tensor.fingerprint) for tensor in recording.trace)


def _close(pair: tuple[float, float], other: tuple[float, float]) -> bool:
    allowed = CLOSE * max(other[1], 1e-6)
    return all(abs(a - b) <= allowed for a, b in zip(pair, other, strict=True))


def first_difference(
    recording: Recording,
    measured: Measured,
    gradients: Sequence[GradientResult] = (),
    steps: Sequence[StepResult] = (),
    wrong: Sequence[str] = (),
) -> str:
    """One sentence; empty when nothing is known of where it starts. ``wrong``: the outputs that differ."""
    if not wrong:
        return next(_beside_outputs(recording, measured, gradients, steps), "")
    call = ""
    if recording.trace:
        call = _in_operations(recording, measured, wrong)
        call = call or (_in_calls(recording, measured.calls) if measured.calls else "")
    if measured.problems:
        unfilled = _unfilled(measured, recording)
        return "; ".join(filter(None, [f"the map: {measured.problems[0][1]}", unfilled or call]))
    return call


def _unfilled(measured: Measured, recording: Recording) -> str:
    """The outermost layer called that holds nothing that TF1 named: an instance too many."""
    if not any(code == "leftover-keras" for code, _, _ in measured.problems):
        return ""
    empty = [call for call in measured.calls if call.unnamed and not call.names]
    call = min(empty, key=lambda call: call.start, default=None)
    if call is None:
        return ""
    return f"no TF1 variable fills {_described(call, recording)}; look for a layer that TF1 shares"


def _in_operations(recording: Recording, measured: Measured, wrong: Sequence[str]) -> str:
    """Where the walk back from the outputs that differ ends: in a layer of Keras, or between layer calls."""
    known = Known(_of_original(recording))
    weights = frozenset(print_of(v.value) for v in recording.variables if v.value.dtype.kind == "f")
    found = parting(measured.operations, measured.ends, wrong, known.computed, weights)
    if found is None:
        return ""
    operation = found.operation
    call = next((call for call in measured.calls if call.start == operation.inside), None)
    if found.output:
        at = f"{operation.kind} at {operation.line}{_within(call, recording)}"
        was = _last_line(recording, found.output) + _went_on(recording, measured, operation.outputs)
        return f"output {found.output!r} is what {at} gives: the original has it, but not as that output{was}"
    # What a loop or a function gives has no operation here, but the layer call around it is known.
    made = {value for one in measured.operations for value in one.outputs}
    strange = {value for value in operation.inputs if not known.has(value)} - made - weights
    giver = next((one for one in measured.calls if strange & set(one.outputs)), None)
    if giver is not None:
        return _layer(giver, recording, measured.calls, known)
    if call is not None and call.line == operation.line:
        return _layer(call, recording, measured.calls, known)
    trap = f"; {OPERATION_TRAPS[operation.kind]}" if operation.kind in OPERATION_TRAPS else ""
    at = f"{operation.kind} at {operation.line}{_within(call, recording)}"
    shape = list(operation.outputs[0][0])
    went_on = _went_on(recording, measured, operation.inputs)
    return f"{at} gives {shape} values that the original never computed{went_on}{trap}"


def _within(call: MeasuredCall | None, recording: Recording) -> str:
    return f" in {_described(call, recording)}" if call else ""


def _last_line(recording: Recording, output: str) -> str:
    """Where the original computed an output."""
    value = next(print_of(one.value) for one in recording.outputs if one.name == output)
    made = [tensor for tensor in recording.trace if tensor.line and _is(value, tensor)]
    return f" (that was {made[-1].line})" if made else ""


def _went_on(recording: Recording, measured: Measured, values: Sequence[Print]) -> str:
    """What the original computed next from a value, if the rewrite computes it nowhere."""
    made = Known([value for one in measured.operations for value in one.outputs])
    for value in values:
        maker = next((one for one in reversed(measured.operations) if value in one.outputs), None)
        places = [i for i, tensor in enumerate(recording.trace) if _is(value, tensor)]
        after = recording.trace[places[-1] + 1] if places and places[-1] + 1 < len(recording.trace) else None
        if maker and after and after.line and not made.computed((after.shape, after.fingerprint)):
            name = after.name.partition(":")[0]
            return f" (from {maker.kind} at {maker.line} it went on to {name}, {after.line})"
    return ""


def _in_calls(recording: Recording, calls: Sequence[MeasuredCall]) -> str:
    known = Known(_of_original(recording))
    wrong = [call for call in calls if not all(map(known.has, call.outputs))]
    start = [call for call in wrong if all(map(known.has, call.inputs))]
    if start:
        return _layer(start[0], recording, calls, known)
    if wrong:
        return _sentence(wrong[0], recording)
    outer = min(calls, key=lambda call: call.start)
    told = _described(outer, recording)
    return f"every layer call gives what the original computed, but {told} takes others of them"


def _layer(call: MeasuredCall, recording: Recording, calls: Sequence[MeasuredCall], known: Known) -> str:
    """A layer call that gives wrong values, or the one before it that stopped short."""
    earlier = _stopped_short(call, recording, calls, known)
    if earlier is not None:
        more = " on the way, but not at the end"
        return f"{_described(earlier, recording)} gives a value that the original computed there{more}"
    return _sentence(call, recording, _reached(call, calls, known))


def _stopped_short(
    call: MeasuredCall, recording: Recording, calls: Sequence[MeasuredCall], known: Known
) -> MeasuredCall | None:
    """The call that this one has its wrong value from, if the original went on in the same scope from what
    it gave: an activation or a bias was lost."""
    nested = [other for other in calls[: calls.index(call)] if other.start > call.start]
    right = list(itertools.takewhile(lambda other: all(map(known.has, other.inputs)), nested))
    last = right[-1:] if len(right) < len(nested) else []
    for giver in calls:
        used = giver in last or bool(set(giver.outputs) & {*call.inputs, *call.outputs})
        if giver is call or len(giver.outputs) != 1 or not used:
            continue
        groups = _groups(_scope(giver), recording)
        ends = any(_ends_later(giver.outputs[0], group) for group in groups)
        if ends and not any(_is(giver.outputs[0], group[-1]) for group in groups):
            return giver
    return None


def _groups(scope: str, recording: Recording) -> list[list[TracedTensor]]:
    """The tensors that the original computed in a scope, one group per time that the scope was entered."""
    if not scope:
        return []
    parts = [re.escape(part) + r"(?:_\d+)?" for part in scope.split("/")]
    entered = re.compile("(" + "/".join(parts) + ")/")
    groups: dict[str, list[TracedTensor]] = {}
    for tensor in recording.trace:
        found = entered.match(tensor.name)
        if found:
            groups.setdefault(found.group(1), []).append(tensor)
    return list(groups.values())


def _ends_later(value: Print, group: Sequence[TracedTensor]) -> bool:
    """The group computes that value, and another one of the same shape last."""
    last = group[-1]
    return last.shape == value[0] and any(_is(value, tensor) for tensor in group[:-1])


def _is(value: Print, tensor: TracedTensor) -> bool:
    return value[0] == tensor.shape and _close(value[1], tensor.fingerprint)


def _reached(outer: MeasuredCall, calls: Sequence[MeasuredCall], known: Known) -> str:
    """Inside a call whose own layers are right: the first of them that got a wrong value."""
    nested = [call for call in calls[: calls.index(outer)] if call.start > outer.start]
    reached = [call for call in nested if not all(map(known.has, call.inputs))]
    if not nested:
        return ""
    if not reached:
        return f"; its last layer call, of {nested[-1].layer!r} at {nested[-1].line}, is right"
    return f"; it is wrong before its call of {reached[0].layer!r} at {reached[0].line}"


def _sentence(call: MeasuredCall, recording: Recording, more: str = "") -> str:
    trap = f"; {TRAPS[call.kind]}" if call.kind in TRAPS else ""
    shape = list(call.outputs[0][0]) if call.outputs else []
    return f"{_described(call, recording)} gives {shape} values that the original never computed{more}{trap}"


def _described(call: MeasuredCall, recording: Recording) -> str:
    scope = _scope(call)
    before = _line_before(scope, call, recording)
    told = ", ".join(part for part in (call.place, f"TF1 {scope}" if scope else "", before) if part)
    at = f" at {call.line}" if call.line else ""
    return f"call {call.number} of the {call.kind} {call.layer!r}{f' ({told})' if told else ''}{at}"


def _scope(call: MeasuredCall) -> str:
    return _common([name.split("/")[:-1] for name in call.names])


def _line_before(scope: str, call: MeasuredCall, recording: Recording) -> str:
    """Where the original computed in that scope, if the recording knows lines; else the function it was."""
    parts = [re.escape(part) + r"(_\d+)?" for part in scope.split("/")]
    inside = re.compile("/".join(parts) + "/")
    made = [tensor for tensor in recording.trace if scope and tensor.line and inside.match(tensor.name)]
    shapes = {shape for shape, _ in call.outputs}
    fitting = [tensor for tensor in made if tensor.shape in shapes] or made
    if fitting:
        return f"was {fitting[-1].line}"
    return f"was {call.original}" if call.original else ""


def _beside_outputs(
    recording: Recording,
    measured: Measured,
    gradients: Sequence[GradientResult],
    steps: Sequence[StepResult],
) -> Iterator[str]:
    """What differs though the outputs agree: the map, a regularizer, gradients, statistics."""
    for _, text, _ in measured.problems:
        yield f"the map: {text}"
    yield from _regularizers(recording, measured)
    lost = [result.variable for result in gradients if not result.passed]
    if lost:
        right = {result.variable for result in gradients if result.passed} - set(lost)
        yield _cut(set(lost), right, recording, measured.calls)
    for step in steps:
        if not step.passed and not step.variable.startswith("("):
            where = _holder(step.variable, recording, measured.calls)
            yield f"{step.variable}{where} is another after one step; {STATISTICS}"


def _regularizers(recording: Recording, measured: Measured) -> Iterator[str]:
    """Only where every recorded term belongs to a variable."""
    names = {variable.name for variable in recording.variables}
    expected: dict[str, float] = {}
    for loss, value in recording.terms:
        owner = _owner(loss, names)
        if not owner:
            return
        expected[owner] = expected.get(owner, 0.0) + value
    if not recording.terms and recording.regularization:
        return
    for name, value in measured.terms.items():
        wanted = expected.get(name, 0.0)
        if abs(value - wanted) > 1e-5 * max(abs(wanted), abs(value)):
            where = _holder(name, recording, measured.calls)
            yield f"{name}{where} adds {value:.3g} to the losses, {wanted:.3g} in TF1; {REGULARIZER}"


def _owner(loss: str, names: set[str]) -> str:
    """The variable that a term is of; slim's layers name it as tf.layers would."""
    scope, _, leaf = loss.partition("/Regularizer")[0].rpartition("/")
    known = (f"{scope}/{leaf}", f"{scope}/{leaf.replace('kernel', 'weights').replace('bias', 'biases')}")
    return next((name for name in known if name.lstrip("/") in names), "").lstrip("/")


def _holder(name: str, recording: Recording, calls: Sequence[MeasuredCall]) -> str:
    """The innermost layer call that holds a variable."""
    holding = [call for call in calls if name in call.names]
    call = min(holding, key=lambda call: len(call.names), default=None)
    return f" of {_described(call, recording)}" if call else ""


def _cut(lost: set[str], right: set[str], recording: Recording, calls: Sequence[MeasuredCall]) -> str:
    """Gradients that are lost up to one call: something stops them, or shares otherwise, after it."""
    own = [call for call in calls if call.names]
    leaves = [call for call in own if not any(_contains(call, other) for other in own)]
    places = [number for number, call in enumerate(leaves) if lost & set(call.names)]
    if not places:
        return f"the gradient with respect to {min(lost)} differs"
    last = leaves[places[-1]]
    after = next((call for call in leaves[places[-1] + 1 :] if right & set(call.names)), None)
    then = f", before {_described(after, recording)}" if after else ""
    return (
        f"the outputs agree, but gradients differ up to {_described(last, recording)}{then}; "
        "look for stop_gradient and for what is shared"
    )


def _contains(call: MeasuredCall, other: MeasuredCall) -> bool:
    return call is not other and set(other.names) < set(call.names)


def _common(paths: list[list[str]]) -> str:
    """The scope that all paths start with."""
    levels = []
    for parts in zip(*paths, strict=False):  # the shortest path ends it
        if len(set(parts)) > 1:
            break
        levels.append(parts[0])
    return "/".join(levels)
