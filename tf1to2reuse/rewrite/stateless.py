"""Layer calls without variables: dropout, flatten, pooling."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf1to2reuse.apis.layers import Bound, Refused, bind, find
from tf1to2reuse.plan.arguments import literal_value
from tf1to2reuse.report.model import Finding, Place

if TYPE_CHECKING:
    from tf1to2reuse.rewrite.rules import UnitRules


def stateless_call(rules: UnitRules, node: ast.Call) -> str | None:
    """The expression for a catalogued call that makes no variables; None for any other call."""
    dotted = rules.symbols.dotted(node.func)
    api = find(dotted) if dotted else None
    if api is None or api.is_class or id(node) in rules.unit.site_slots:
        return None
    if any(isinstance(arg, ast.Starred) for arg in node.args) or any(k.arg is None for k in node.keywords):
        return None
    roles = {p.name: p.role for p in api.parameters}
    positional = [bound(rules, arg) for arg in node.args]
    keywords = {k.arg or "": bound(rules, k.value) for k in node.keywords}
    arguments = bind(api, positional, keywords)
    form = arguments if isinstance(arguments, Refused) else api.keras_form(arguments, None)
    if isinstance(form, Refused):
        place = Place(rules.unit.module.file, node.lineno, node.col_offset + 1)
        rules.unit.notes.append(Finding(form.code, form.message, place, "warning", (), True))
        return None
    assert not isinstance(arguments, Refused)
    inputs = next(name for name, role in roles.items() if role == "input")
    code = arguments[inputs].code
    if form.expression is not None:
        code = form.expression.replace("{inputs}", code)
    for part in form.parts:
        given = ", ".join(value if not key else f"{key}={value}" for key, value in part.arguments)
        training = f", training={part.training}" if part.training is not None else ""
        code = f"{part.constructor}({given})({code}{training})"
    if form.activation:
        code = f"{form.activation}({code})"
    return rules.symbols.own(code)


def bound(rules: UnitRules, node: ast.expr) -> Bound:
    """One argument, already rewritten for its place in ``call``."""
    return Bound(rules.render(node), literal_value(node))
