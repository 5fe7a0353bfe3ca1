"""Templates of a very large program: every function by itself, without what it calls.

Following every call from every function costs more than in proportion to a program's size. Above a number of
functions a listing therefore does not follow calls from templates: what a called function makes is listed
once, at that function, and the caller has a row that says so.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf1to2reuse.facts.program import Definition
from tf1to2reuse.scopes.requests import log
from tf1to2reuse.scopes.unknown_calls import given_maker
from tf1to2reuse.scopes.values import Sym, Value

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator

LIMIT = 1000  # definitions that may ask for variables


def is_followed(ev: Evaluator, definition: Definition) -> bool:
    """Whether a call is followed. Nested functions and lambdas always are: they have no root of their own."""
    return not ev.shallow or definition.outer_function is not None or isinstance(definition.node, ast.Lambda)


def not_followed(ev: Evaluator, node: ast.Call | None, definition: Definition, given: list[Value]) -> Value:
    """The unknown result of a call that is not followed, and a row where the function makes something."""
    makes = definition.key in ev.interest.keys and definition.key not in ev.silent
    if node is not None and (makes or given_maker(ev, given)):
        reason = f"what {definition.name} makes is not followed from here: see {definition.key}"
        path = (*ev.graph.current.name, Sym("unmodelled", (definition.key,), reason))
        log(ev, path, "", None, True, "unresolved", reason=reason, api="call")
    result = ev.unknown(node, f"{definition.name}(...)")
    if (
        definition.key in ev.interest.direct or definition.key in ev.givers
    ):  # it may return a layer, or a module of layers
        result = Sym("unfollowed", (result,), result.reason)
    if any(ev.is_tensor(value) for value in given[:1]):
        ev.tensorish.add(result)
    return result


def gives_maker(ev: Evaluator, result: Value) -> bool:
    """Whether a function may return what one that is not followed gave it."""
    return any(isinstance(option, Sym) and option.op == "unfollowed" for option in ev.options(result))
