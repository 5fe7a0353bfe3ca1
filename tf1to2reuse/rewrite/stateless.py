"""Layer calls without variables: dropout, flatten, pooling."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf1to2reuse.apis.layers import Bound, Refused, find
from tf1to2reuse.apis.layers.dropout import DROPOUT
from tf1to2reuse.apis.layers.model import Part
from tf1to2reuse.plan.arg_scopes import scope_bounds
from tf1to2reuse.plan.arguments import call_arguments, literal_value
from tf1to2reuse.plan.keras_calls import bind_call, input_rank
from tf1to2reuse.plan.model import Slot
from tf1to2reuse.plan.needs import CannotMoveError, Needs
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
    event = rules.unit.plain.get(id(node))
    slot = Slot("", "keras", [event], "", api=api.name) if event is not None else None
    if slot is not None:
        written = {*keywords, *[p.name for p in api.parameters[: len(positional)]]}
        around = (rules.creation, slot, Needs(), frozenset[str](), rules.render)
        keywords.update(scope_bounds(around, written))
    arguments = bind_call(rules.creation, api, positional, keywords)
    rank = input_rank(slot) if slot is not None else None
    form = arguments if isinstance(arguments, Refused) else api.keras_form(arguments, rank)
    if isinstance(form, Refused):
        place = Place(rules.unit.module.file, node.lineno, node.col_offset + 1)
        rules.unit.notes.append(Finding(form.code, form.message, place, "warning", (), True))
        return None
    assert not isinstance(arguments, Refused)
    if any(part.weights for part in form.parts):
        return None  # a line that no run reached: an instance made here would share nothing
    inputs = next(name for name, role in roles.items() if role == "input")
    code = arguments[inputs].code
    if form.expression is not None:
        code = form.expression.replace("{inputs}", code)
    for part in form.parts:
        if part.constructor == DROPOUT:
            code = dropout(
                rules, node, code, part, next((n for n, r in roles.items() if r == "training"), "")
            )
            continue
        given = ", ".join(value if not key else f"{key}={value}" for key, value in part.arguments)
        training = f", training={part.training}" if part.training is not None else ""
        code = f"{part.constructor}({given})({code}{training})"
    if form.activation:
        code = f"{form.activation}({code})"
    return rules.symbols.own(code)


def dropout(rules: UnitRules, node: ast.Call, code: str, part: Part, flag: str) -> str:
    """``tf.nn.dropout``: a Keras layer keeps its rate, and does not take a tensor of a graph as a flag.

    Raises:
        CannotMoveError: when the input would be computed twice.
    """
    tf = rules.symbols.tf
    rate = next(value for key, value in part.arguments if not key)
    rest = "".join(f", {key}={value}" for key, value in part.arguments if key)
    dropped = f"{tf}.nn.dropout({code}, {rate}{rest})"
    training = part.training or "False"
    if training in ("True", "False"):
        return dropped if training == "True" else code
    if not code.replace(".", "").isidentifier():
        raise CannotMoveError("dropout under a flag of something that is not a name")
    api = find(rules.symbols.dotted(node.func) or "")
    names = tuple(p.name for p in api.parameters) if api is not None else ()
    given = call_arguments(node, names).get(flag)
    value = rules.creation.values.get(given) if given is not None else None
    if rules.plan.evaluation.ev.is_tensor(value):
        return f"{tf}.cond({tf}.cast({training}, {tf}.bool), lambda: {dropped}, lambda: {code})"
    return f"({dropped} if {training} else {code})"


def bound(rules: UnitRules, node: ast.expr) -> Bound:
    """One argument, already rewritten for its place in ``call``."""
    return Bound(rules.render(node), literal_value(node))
