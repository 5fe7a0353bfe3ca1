"""A reusing line gives another initializer or regularizer than the creating one: TensorFlow ignores it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tf1to2reuse.report.model import Finding
from tf1to2reuse.scopes.history import GraphHistory, apart
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.trace import Request
from tf1to2reuse.scopes.values import External, Sym, Value, ident, show

CODE = "hazard-ignored-initializer"
ENDINGS = ("initializer", "regularizer")


def find(evaluation: Evaluation, graphs: list[GraphHistory]) -> Iterator[Finding]:
    """Reusing requests whose own initializer or regularizer certainly differs from the creator's."""
    for graph in graphs:
        for history in graph.paths.values():
            creator = history.creator
            if creator is None:
                continue
            for request in history.requests:
                argument = ignored(creator, request) if request.how == "reused" else ""
                if argument:
                    here, there = apart(request, creator)
                    message = (
                        f"{argument} is ignored here: {show(history.path)} exists, "
                        f"created at {there} with another one"
                    )
                    yield Finding(CODE, message, here, related=(there,))


def ignored(creator: Request, request: Request) -> str:
    """The argument that the reusing request gives in vain; empty when there is none for certain."""
    if creator.api != request.api:
        return ""
    for name, value in request.arguments.items():
        if not name.endswith(ENDINGS) or value is None:
            continue
        first, second = constant(effective(creator, name)), constant(value)
        if first is not None and second is not None and first != second:
            return name
    return ""


def effective(request: Request, name: str) -> Value:
    """The argument, or what the scope sets in its place."""
    given = request.arguments.get(name)
    return given if given is not None else request.options.get(name)


def constant(value: Value) -> Any:
    """A comparable form of a wholly known initializer, else None: unknowns may be equal at run time."""
    if value is None:
        return ("none",)
    if isinstance(value, External):
        return (value.name,)
    if isinstance(value, bool | int | float | str):
        return (type(value).__name__, value)
    if not (isinstance(value, Sym) and value.op == "call" and str(value.args[0]).endswith(ENDINGS)):
        return None
    arguments = (*flat(value.args[1]), *flat(value.args[2]))
    return (value.args[0], arguments) if all(known(item) for item in arguments) else None


def flat(value: Any) -> tuple[Any, ...]:
    """The parts of nested tuples, in order."""
    value = value.args if isinstance(value, Sym) and value.op in ("tuple-of", "list-of") else value
    return (
        tuple(part for item in value for part in flat(item)) if isinstance(value, tuple) else (ident(value),)
    )


def known(value: Any) -> bool:
    """Whether an argument is a constant; outside the repository only ``tf.float32`` and its like are."""
    if isinstance(value, External):
        return value.name.count(".") == 1
    return not isinstance(value, Sym) or value.op == "constant"
