"""Functions decorated with ``contextlib.contextmanager``: the block of the ``with`` runs where they yield."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tf1to2reuse.facts.program import Definition
from tf1to2reuse.scopes.values import FunctionVal, Value

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame


@dataclass(eq=False)
class GeneratorContext:
    """The value of a call of such a function: nothing has run yet."""

    function: FunctionVal
    arguments: dict[str, Value]
    node: ast.Call | None
    frame: Frame


def is_context_function(definition: Definition) -> bool:
    """Whether a function is decorated with ``contextmanager``."""
    decorators = getattr(definition.node, "decorator_list", [])
    return any(getattr(d, "attr", getattr(d, "id", "")) == "contextmanager" for d in decorators)


def run_through(ev: Evaluator, manager: GeneratorContext, block: Callable[[Value], Any]) -> Any:
    """Runs the function, ``block`` in place of its ``yield``; what the block raises, the function sees."""
    from tf1to2reuse.scopes.calls import activate
    from tf1to2reuse.scopes.contexts import unmodelled

    outcomes: list[Any] = []

    def on_yield(value: Value) -> None:
        around, ev.site = ev.site, outer
        outcomes.append(None)
        try:
            outcomes[-1] = block(value)
        finally:
            ev.site = around

    outer = ev.site
    if manager.node is not None:
        ev.site = (manager.frame, manager.node)
    try:
        activate(ev, manager.frame, manager.node, manager.function, manager.arguments, on_yield=on_yield)
    finally:
        ev.site = outer
    if len(outcomes) != 1 and manager.node is not None:
        reason = f"how often {manager.function.definition.name} yields is not known"
        unmodelled(ev, manager.frame, manager.node, "contextlib.contextmanager", reason)
    return outcomes[-1] if outcomes else None
