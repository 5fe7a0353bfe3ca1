"""``reuse=False`` inside a reusing scope: TensorFlow takes it for "inherit", and reuses."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tf1to2reuse.report.model import Finding
from tf1to2reuse.scopes.history import GraphHistory, place_of
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.store import AUTO
from tf1to2reuse.scopes.trace import Request, ScopeStep
from tf1to2reuse.scopes.values import show

CODE = "hazard-reuse-false-inherits"


def find(evaluation: Evaluation, graphs: list[GraphHistory]) -> Iterator[Finding]:
    """Steps that say False in so many words, inherit reuse, and under which a variable is reused."""
    for graph in graphs:
        for request in graph.root.requests:
            step = overruled(request) if request.how == "reused" else None
            if step is None:
                continue
            related = (place_of(request.cause),) if request.cause is not None else ()
            since = f" from {related[0]}" if related else ""
            message = (
                f"reuse=False does not end the reuse inherited{since}: {show(request.path)} is reused at "
                f"{place_of(request)}"
            )
            yield Finding(CODE, message, place_of(step), related=related)


def overruled(request: Request) -> ScopeStep | None:
    """The innermost step with a literal False whose reuse mode comes from outside it."""
    for step in reversed(request.trail):
        if step is request.cause:
            return None
        if step.asked is False and step.before in (True, AUTO) and says_false(step):
            return step
    return None


def says_false(step: ScopeStep) -> bool:
    """Whether the source says False here or in the call of this function; a default says nothing."""
    argument = next((k.value for k in getattr(step.node, "keywords", []) if k.arg == "reuse"), None)
    if isinstance(argument, ast.Name):
        argument = passed(step, argument.id)
    return isinstance(argument, ast.Constant) and argument.value is False


def passed(step: ScopeStep, name: str) -> ast.expr | None:
    """What the call of the running function passes for a parameter."""
    definition, call = step.activation.definition, step.activation.site
    if definition is None or call is None or name not in definition.parameters():
        return None
    given = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
    position = definition.parameters().index(name) - (step.activation.bound is not None)
    if given is None and 0 <= position < len(call.args):
        return call.args[position]
    return given
