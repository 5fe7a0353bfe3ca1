"""Lines in opposite arms of one condition never run for the same object: each arm creates on its terms."""

from __future__ import annotations

import ast
from typing import Any

from tf1to2reuse.plan.syntax import contains
from tf1to2reuse.scopes.trace import Event
from tf1to2reuse.scopes.values import Sym, ident

Values = dict[ast.AST, Any]


def arms(event: Event, values: Values) -> dict[Any, bool]:
    """The unknown conditions around an event, and the arm in which it stands."""
    found: dict[Any, bool] = {}
    for node in event.conditions:
        if isinstance(node, ast.If):
            in_body = any(contains(statement, event.site) for statement in node.body)
            in_else = any(contains(statement, event.site) for statement in node.orelse)
            if in_body != in_else:
                found[condition(node, values)] = in_body
    return found


def condition(node: ast.If, values: Values) -> Any:
    """What a condition rests on: two lines with one text and one value are one condition."""
    value = values.get(node.test)
    return ident(value) if isinstance(value, Sym) and is_stable(value) else node


def is_stable(value: Sym) -> bool:
    """Whether an unknown comes from the object's own configuration alone."""
    if value.op in ("param", "self", "constant", "object", "var"):
        return True
    if value.op in ("not", "attr", "Eq", "NotEq", "Is", "IsNot", "Gt", "Lt", "GtE", "LtE"):
        return all(is_stable(arg) for arg in value.args if isinstance(arg, Sym))
    return False


def exclusive(one: Event, two: Event, values: Values) -> bool:
    """Whether two events can never happen for the same object."""
    first, second = arms(one, values), arms(two, values)
    return any(key in second and second[key] != arm for key, arm in first.items())


def opposite(one: tuple[tuple[ast.AST, int], ...], two: tuple[tuple[ast.AST, int], ...]) -> bool:
    """Whether two ways through the same calls part at a branch."""
    parting = next(((a, b) for a, b in zip(one, two, strict=False) if a != b), None)
    return parting is not None and parting[0][0] is parting[1][0]
