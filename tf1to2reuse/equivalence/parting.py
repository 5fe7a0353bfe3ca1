"""Operations of the rewrite, walked back from an output that differs, become the one where the programs part.

The walk goes from wrong values to what they were made of, and stops at values that the original computed too:
a right formula may have other steps than the original's, but not another result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tf1to2reuse.equivalence.measured import MeasuredOperation, Print

ZERO = ("Fill", "ZerosLike", "Const")
TRAPS = {
    "Mean": "compare reduce_mean with reduce_sum, and the axes",
    "Sum": "compare reduce_sum with reduce_mean, and the axes",
    "Max": "compare the reduction and the axes",
    "MatMul": "compare transpose_a and transpose_b, and the two factors",
    "BatchMatMulV2": "compare transpose_a and transpose_b, and the two factors",
    "Conv2D": "compare padding, strides and what it gets",
    "MaxPool": "compare padding, strides and what it gets",
    "AvgPool": "compare padding, strides and what it gets",
    "AddV2": "compare the terms, and whether one of them is lost",
    "Sub": "compare the sign and the order of the terms",
    "Mul": "compare the factors",
    "RealDiv": "compare the factors",
    "ConcatV2": "compare the axis and the order of the parts",
    "Softmax": "compare the axis",
    "LeakyRelu": "compare the slope (TF1 0.2, Keras 0.3)",
    "ResizeBilinear": "TF1 resizes without half-pixel centres",
    "ResizeNearestNeighbor": "TF1 resizes without half-pixel centres",
    "ScaleAndTranslate": "TF1 resizes without half-pixel centres",
    **dict.fromkeys(("Relu", "Tanh", "Sigmoid", "Elu", "Softplus", "Selu"), "compare the activation"),
}


@dataclass(frozen=True)
class Parting:
    """``operation`` got what the original computed and gave another value; or, where ``output`` is set, it
    gave what the original computed too, but not as that output."""

    operation: MeasuredOperation
    output: str = ""


def parting(
    operations: Sequence[MeasuredOperation],
    ends: Mapping[str, Print],
    wrong: Sequence[str],
    known: Callable[[Print], bool],
    weights: frozenset[Print],
) -> Parting | None:
    """The first such operation in program order. ``wrong``: the outputs that differ; ``known``: whether the
    original computed a value; ``weights``: the values of variables."""
    walk = _Walk(operations, known, weights)
    found = [number for name in wrong if name in ends for number in walk.back(ends[name])]
    if found:
        return Parting(operations[min(found)])
    for name in wrong:
        maker = walk.maker(ends[name], len(operations)) if name in ends else None
        if maker is not None:
            return Parting(operations[maker], name)
    return None


class _Walk:
    def __init__(
        self,
        operations: Sequence[MeasuredOperation],
        known: Callable[[Print], bool],
        weights: frozenset[Print],
    ) -> None:
        self._operations, self._known = operations, known
        self._fixed = set(weights)  # what depends on weights alone
        self._makers: dict[Print, list[int]] = {}
        self._seen: set[Print] = set()
        for number, operation in enumerate(operations):
            if operation.inputs and self._fixed.issuperset(operation.inputs):
                self._fixed.update(operation.outputs)
            for value in operation.outputs:
                if value not in operation.inputs:
                    self._makers.setdefault(value, []).append(number)

    def maker(self, value: Print, before: int) -> int | None:
        """The operation that gave a value last, before another one took it."""
        return max((number for number in self._makers.get(value, ()) if number < before), default=None)

    def back(self, value: Print) -> list[int]:
        """Where the wrong values start that this one was made of."""
        found, pending = [], [(value, len(self._operations))]
        while pending:
            value, before = pending.pop()
            number = None if value in self._seen or self._known(value) else self.maker(value, before)
            self._seen.add(value)
            if number is None:
                continue
            taken = [(one, number) for one in self._operations[number].inputs if not self._right(one)]
            if not taken and not self._empty(number):
                found.append(number)
            pending.extend(taken)
        return found

    def _right(self, value: Print) -> bool:
        return value in self._fixed or self._known(value) or self.maker(value, len(self._operations)) is None

    def _empty(self, number: int) -> bool:
        operation = self._operations[number]
        return not operation.inputs and operation.kind in ZERO
