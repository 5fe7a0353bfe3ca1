"""The operations that a program runs become a list: what each got and gave, where, in which layer.

Only asked for when outputs differ: it tells a difference between two layer calls, where no layer is to blame.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

# TensorFlow offers no other way to see each operation of an eager program.
from tensorflow.python.framework import op_callbacks

from tf1to2reuse.equivalence.tracking import Tracker


@dataclass(frozen=True, eq=False)
class Operation:
    """``line``: ``file:line`` of the tree that ran it; ``inside``: how many layer calls had started before
    the innermost one around it, -1 outside of layers; ``inputs`` and ``outputs``: the floating
    point tensors."""

    kind: str
    line: str
    inside: int
    inputs: tuple[Any, ...]
    outputs: tuple[Any, ...]


class Operations:
    """``made`` fills inside ``watching``."""

    def __init__(self, tracker: Tracker) -> None:
        self.made: list[Operation] = []
        self._tracker, self._first = tracker, 0

    @contextmanager
    def watching(self) -> Iterator[None]:
        self.made.clear()
        self._first = self._tracker.started
        op_callbacks.add_op_callback(self._ran)
        try:
            yield
        finally:
            op_callbacks.remove_op_callback(self._ran)

    def _ran(self, kind: Any, inputs: Any, _: Any, outputs: Any, *more: Any, **named: Any) -> None:
        """What TensorFlow calls back with; after the outputs come the name in a graph, and the graph."""
        given = tuple(value for value in outputs or () if value.dtype.is_floating)
        if not given:
            return
        taken = tuple(value for value in inputs if value.dtype.is_floating)
        line = self._tracker.line_of(sys._getframe(1))
        inside = self._tracker.open[-1][1] - self._first if self._tracker.open else -1
        self.made.append(Operation(name_of(kind), line, inside, taken, given))


def name_of(kind: Any) -> str:
    """``MatMul``, or the name of a called ``tf.function`` without what makes it unique."""
    text = kind.decode() if isinstance(kind, bytes) else str(kind)
    return text.removeprefix("__inference_").rpartition("_")[0] if text.startswith("__inference_") else text


def in_graph(made: Iterable[Operation], graph: Any, needed: set[Any]) -> list[Operation]:
    """Those whose tensors a session can compute. ``needed``: the operations that the outputs depend on."""

    def computable(value: Any) -> bool:
        plain = value.graph is graph and not value.dtype._is_ref_dtype
        return plain and value.op in needed and value.op._get_control_flow_context() is None

    return [one for one in made if all(map(computable, (*one.inputs, *one.outputs)))]


def eager(made: Iterable[Operation]) -> list[Operation]:
    """Without what only traced a function."""
    return [one for one in made if all(hasattr(value, "numpy") for value in (*one.inputs, *one.outputs))]
