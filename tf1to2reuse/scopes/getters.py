"""``custom_getter``: the scope's own function stands between a request and the variable store.

Getters are kept innermost first, as TF1 wraps them: each is called with a ``getter`` that leads to the next.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.values import (
    FunctionVal,
    ListVal,
    PartialVal,
    Path,
    Sym,
    Tensor,
    Text,
    Value,
    path_of,
)

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

PARAMETERS = (
    "name", "shape", "dtype", "initializer", "regularizer", "reuse", "trainable", "collections",
    "caching_device", "partitioner", "validate_shape", "use_resource", "constraint",
    "synchronization", "aggregation",
)  # fmt: skip


def can_follow(getter: Value) -> bool:
    """Whether a getter is a function of the repository."""
    return isinstance(getter, FunctionVal) or (isinstance(getter, PartialVal) and can_follow(getter.function))


def merge_options(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The options of a scope opened inside one with ``old``: getters add up, the rest is replaced."""
    merged = {**old, **new}
    if "custom_getter" in new:
        merged["custom_getter"] = (*as_chain(new["custom_getter"]), *as_chain(old.get("custom_getter")))
    return merged


def as_chain(getter: Value) -> tuple[Value, ...]:
    """One getter or several, as a tuple."""
    return getter if isinstance(getter, tuple) else () if getter is None else (getter,)


@dataclass(eq=False)
class GetterVal:
    """What a custom getter is given as ``getter``. ``ask`` makes the request under a name and a shape."""

    chain: tuple[Value, ...]
    ask: Any
    made: list[Any]

    def call(
        self, ev: Evaluator, frame: Frame, node: ast.Call | None, args: list[Value], kwargs: dict[str, Value]
    ) -> Value:
        """``getter(name, *args, **kwargs)``."""
        bound = {**dict(zip(PARAMETERS, args, strict=False)), **kwargs}
        if self.chain:
            return follow(ev, frame, self.chain, self.ask, self.made, bound)
        path = path_of(bound.get("name"))
        use = self.ask(path if path is not None else (ev.unknown(node, "variable name"),), bound)
        self.made.append(use)
        return Tensor(use.shape, None, use.path)


def follow(
    ev: Evaluator, frame: Frame, chain: tuple[Value, ...], ask: Any, made: list[Any], bound: dict[str, Value]
) -> Value:
    """Calls the first getter of the chain."""
    from tf1to2reuse.scopes.calls import call_value

    bound.pop("getter", None)
    arguments = {name: bound.get(name) for name in PARAMETERS}
    return call_value(ev, frame, None, chain[0], [], {"getter": GetterVal(chain[1:], ask, made), **arguments})


def name_value(path: Path) -> Value:
    """A path as the string that the getter sees."""
    return path[0] if len(path) == 1 and isinstance(path[0], str) else Text(path)


def shape_value(shape: tuple[Any, ...] | None) -> Value:
    """A shape as the list that the getter sees."""
    return ListVal(list(shape)) if shape is not None else Sym("shape", (None,))
