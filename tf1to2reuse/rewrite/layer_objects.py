"""Objects of the ``tf.layers`` classes in the new code: made where they were, called as Keras wants it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf1to2reuse.apis.layers import entry
from tf1to2reuse.plan.arguments import call_arguments, is_none
from tf1to2reuse.plan.keras_calls import made_by
from tf1to2reuse.plan.layer_objects import form_in_place
from tf1to2reuse.plan.model import Slot
from tf1to2reuse.plan.needs import CannotMoveError
from tf1to2reuse.rewrite.wrapping import wrap
from tf1to2reuse.scopes.trace import Event
from tf1to2reuse.scopes.values import Text

if TYPE_CHECKING:
    from tf1to2reuse.rewrite.rules import UnitRules


def in_place(rules: UnitRules, slot: Slot, node: ast.Call) -> str:
    """``tf.keras.layers.Dense(4)`` for ``tf.layers.Dense(4)``."""
    nodes = [*node.args, *[keyword.value for keyword in node.keywords]]
    code = {one: rules.render(one) for one in nodes}
    part = form_in_place(slot, node, code, rules.creation.values).parts[0]
    trained = id(node) in rules.plan.evaluation.objects.trained
    constructor, arguments = made_by(rules.creation, part, rules.unit.in_graph and trained)
    name = next((k.value for k in node.keywords if k.arg == "name"), None)
    given = slot.events[0].arguments.get("name")
    if name is not None and isinstance(given, str | Text) and "/" not in str(given):
        arguments = ", ".join([*([arguments] if arguments else []), f"name={code[name]}"])
    return wrapped(rules, f"{constructor}({arguments})", node)


def wrapped(rules: UnitRules, code: str, node: ast.Call) -> str:
    """A constructor call, broken where the line that it stands on would be too long."""
    line = rules.text.lines[node.lineno - 1]
    margin = line[: len(line) - len(line.lstrip())]
    head = line.encode()[len(margin) : node.col_offset].decode()
    if not head.endswith(" = "):
        return code
    first, *rest = wrap(head + code, "    ")
    return "\n".join([first[len(head) :], *[margin + one for one in rest]])


def object_call(rules: UnitRules, node: ast.Call, events: list[Event]) -> str:
    """``layer(x, training=flag)``: TF1 assumes False where nothing is said.

    One line may call layers of several classes: Keras lets those pass over ``training`` that do not take it.
    """
    apis = [entry(event.api) for event in events]
    api = next((api for api in apis if any(p.role == "training" for p in api.call_parameters)), apis[0])
    given = call_arguments(node, tuple(parameter.name for parameter in api.call_parameters))
    if "scope" in given and not is_none(given["scope"]):
        raise CannotMoveError("a call of a recurrent cell names a scope of its own")
    pieces = [rules.render(given[name]) for name in ("inputs", "state") if name in given]
    for parameter in api.call_parameters:
        if parameter.role == "training":
            flag = given.get(parameter.name)
            pieces.append(f"training={rules.render(flag) if flag is not None else parameter.default}")
    layer = node.func.value if is_apply(node.func) else node.func  # type: ignore[attr-defined]
    return f"{rules.render(layer)}({', '.join(pieces)})"


def is_apply(function: ast.expr) -> bool:
    """Whether a call is written ``layer.apply(x)``."""
    return isinstance(function, ast.Attribute) and function.attr == "apply"
