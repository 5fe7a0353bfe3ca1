"""A trace as the tracer wrote it: calls of watched functions, the scopes around them, the tensors in them."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

Value = dict[str, Any]
"""A description, as ``tf1_values.py`` lists them."""


@dataclass(frozen=True)
class Mark:
    """Where the program was: in which graph, and how much it had made and asked for."""

    graph: int
    operation: int
    requests: int
    trained: int


@dataclass(frozen=True)
class Argument:
    """One parameter of a call. ``kind``: positional, keyword, arguments (``*``) or keywords (``**``)."""

    name: str
    kind: str
    value: Value
    is_default: bool


@dataclass(frozen=True)
class Result:
    """A tensor or object that a result leads to: ``path`` is ``["logits"]`` or ``.o1``."""

    path: str
    kind: str
    number: int


States = dict[int, dict[str, str]]


@dataclass(frozen=True)
class Call:
    """One call of a watched function. ``end`` is None when the trace ended inside it."""

    number: int
    key: str
    module: str
    line: str
    main_line: int
    parent: int
    arguments: tuple[Argument, ...]
    owner: Value | None
    reached: bool
    scopes: tuple[int, ...]
    scope_changed: bool
    scope_name: str
    name_scope: str
    arg_scope: bool
    reuse: bool | str
    begin: Mark
    end: Mark | None
    raised: bool
    results: tuple[Result, ...]
    own: tuple[Result, ...]
    before: States
    after: States

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.key.rpartition(":")[2].rpartition(".")[2]

    @property
    def is_constructor(self) -> bool:
        """Whether this makes an object."""
        return self.name == "__init__"

    @property
    def made(self) -> int | None:
        """The number of the object whose method this is."""
        return self.owner["number"] if self.owner is not None and self.owner["kind"] == "object" else None

    def holds(self, graph: int, operation: int) -> bool:
        """Whether an operation was made in the course of this call."""
        last = self.end.operation if self.end is not None else operation
        return graph == self.begin.graph and self.begin.operation < operation <= last


@dataclass(frozen=True)
class Scope:
    """One ``with tf.variable_scope(...)`` as it was entered; ``reuse`` right after that."""

    scope: Value
    options: dict[str, Value]
    line: str
    reuse: bool | str
    name: str


@dataclass(frozen=True)
class Tensor:
    """What the graph says about a tensor. ``limit``: how many numbers an integer may be, where that shows."""

    name: str
    graph: int
    operation: int
    type: str
    dtype: str
    shape: tuple[int | None, ...] | None
    value: Value | None
    line: str
    limit: int | None
    random: bool


@dataclass(frozen=True)
class Request:
    """A variable was asked for by ``tf.get_variable``, or by what calls it."""

    name: str
    created: bool
    line: str


@dataclass(frozen=True)
class Variable:
    """A variable of a graph."""

    graph: int
    operation: int
    name: str
    line: str


@dataclass(frozen=True)
class Trace:
    """Everything that was seen. ``how``: session, ended, raised ..., status ..., or no-tensorflow."""

    how: str
    line: str
    reason: str = ""
    calls: tuple[Call, ...] = ()
    scopes: tuple[Scope, ...] = ()
    tensors: tuple[Tensor, ...] = ()
    requests: tuple[Request, ...] = ()
    variables: tuple[Variable, ...] = ()
    placeholders: tuple[int, ...] = ()
    reads: tuple[tuple[int, int], ...] = ()
    """Operations that compute with a variable: graph and number, in order."""
    sources: tuple[tuple[int, int, str], ...] = ()
    """Operations that read what only the running program has: graph, number, type."""
    fed: tuple[tuple[int, Value], ...] = ()

    def children(self, number: int) -> list[Call]:
        """The calls right below one; below -1: the outermost."""
        return [call for call in self.calls if call.parent == number]

    def asked_by(self, call: Call) -> tuple[Request, ...]:
        """What a finished call asked for."""
        return self.requests[call.begin.requests : call.end.requests] if call.end is not None else ()

    def reads_own(self, call: Call) -> bool:
        """Whether a method computes with variables, and the constructor of its object made some."""
        if call.end is None or call.is_constructor or call.made not in self.makers:
            return False
        first = bisect_right(self.reads, (call.begin.graph, call.begin.operation))
        return first < len(self.reads) and call.holds(*self.reads[first])

    @cached_property
    def makers(self) -> frozenset[int | None]:
        """The objects whose constructors made variables."""
        made = [call for call in self.calls if call.is_constructor and self.made_by(call)]
        return frozenset(call.made for call in made)

    def read_by(self, call: Call) -> list[str]:
        """The types of the operations of a call that read files, queues or the program's memory."""
        return [kind for graph, number, kind in self.sources if call.holds(graph, number)]

    def made_by(self, call: Call) -> list[Variable]:
        """The variables that a call made."""
        return [v for v in self.variables if call.holds(v.graph, v.operation)]


def load(path: Path) -> Trace:
    """The trace in a file."""
    told = json.loads(path.read_text("utf-8"))
    if told["how"] == "no-tensorflow":
        return Trace(told["how"], "", told["reason"])
    return Trace(
        how=told["how"],
        line=told["line"],
        calls=tuple(call_of(number, event) for number, event in enumerate(told["events"])),
        scopes=tuple(
            Scope(e["scope"], e["options"], e["line"], e.get("reuse", False), e.get("name", ""))
            for e in told["scopes"]
        ),
        tensors=tuple(tensor_of(tensor) for tensor in told["tensors"]),
        requests=tuple(Request(*request) for request in told["requests"]),
        variables=tuple(Variable(*variable) for variable in told["variables"]),
        placeholders=tuple(number for _, _, number in told["placeholders"]),
        reads=tuple((graph, number) for graph, number in told["reads"]),
        sources=tuple((graph, number, kind) for graph, number, kind in told["sources"]),
        fed=tuple((int(number), value) for number, value in told["fed"].items()),
    )


def call_of(number: int, event: dict[str, Any]) -> Call:
    """One call of the file."""
    return Call(
        number=number,
        **{name: event[name] for name in PLAIN},
        arguments=tuple(Argument(*argument) for argument in event["arguments"]),
        owner=event["self"],
        scopes=tuple(event["scopes"]),
        begin=Mark(**event["begin"]),
        end=None if event["end"] is None else Mark(**event["end"]),
        raised=event.get("raised", False),
        results=tuple(Result(*result) for result in event.get("results", ())),
        own=tuple(Result(*result) for result in event.get("own", ())),
        before={int(key): state for key, state in event["before"].items()},
        after={int(key): state for key, state in event.get("after", {}).items()},
    )


PLAIN = (
    *("key", "module", "line", "main_line", "parent", "reached", "scope_changed", "scope_name"),
    *("name_scope", "arg_scope", "reuse"),
)


def tensor_of(told: dict[str, Any]) -> Tensor:
    """One tensor of the file."""
    return Tensor(**{**told, "shape": None if told["shape"] is None else tuple(told["shape"])})


def numbers(value: object, kind: str) -> Iterator[int]:
    """The numbers of all tensors, or objects, in a description."""
    if isinstance(value, list):
        for item in value:
            yield from numbers(item, kind)
    elif isinstance(value, dict):
        if value.get("kind") == kind:
            yield value["number"]
        for item in value.values():
            yield from numbers(item, kind)
