"""The scope name that a function uses when its caller gives none."""

from __future__ import annotations

import ast

from tf1to2reuse.apis.layers import find
from tf1to2reuse.plan.arguments import default_of
from tf1to2reuse.plan.linker import Links
from tf1to2reuse.plan.model import Unit


def set_default_name(unit: Unit, links: Links) -> None:
    """The scope name that is used when the caller gives none."""
    call = unit.call
    if call is None or not unit.name_parameter:
        return
    unit.default_name = ""
    default = default_of(call, unit.name_parameter)
    if isinstance(default, ast.Constant) and isinstance(default.value, str):
        unit.default_name = default.value
        return
    for node in call.nodes:
        if not isinstance(node, ast.Call):
            continue
        api = find(links.dotted(node.func) or "")
        if api is not None and any(
            isinstance(k.value, ast.Name) and k.value.id == unit.name_parameter for k in node.keywords
        ):
            unit.default_name = api.default_name
            return
        if links.dotted(node.func) in ("tf.variable_scope", "tf.variable_op_scope"):
            name = fallback_name(node, unit.name_parameter)
            if name:
                unit.default_name = name
                return


def inherit_default_name(unit: Unit, targets: dict[int, tuple[Unit, bool]]) -> None:
    """A name that is only handed on has the default of the function that it is handed to."""
    call = unit.call
    if call is None or not unit.name_parameter or unit.default_name:
        return
    for node in call.nodes:
        target, skip = targets.get(id(node), (None, False))
        if target is None or target.call is None or not target.default_name or not isinstance(node, ast.Call):
            continue
        names = target.call.parameters()[1 if skip else 0 :]
        given = dict(zip(names, node.args, strict=False))
        given.update({keyword.arg: keyword.value for keyword in node.keywords if keyword.arg})
        argument = given.get(target.name_parameter)
        if isinstance(argument, ast.Name) and argument.id == unit.name_parameter:
            unit.default_name = target.default_name
            return


def fallback_name(node: ast.Call, parameter: str) -> str:
    """``bar`` of ``variable_scope(scope or "bar")`` and ``variable_scope(scope, "bar")``."""
    first = (
        node.args[0]
        if node.args
        else next((k.value for k in node.keywords if k.arg == "name_or_scope"), None)
    )
    if isinstance(first, ast.BoolOp) and isinstance(first.op, ast.Or):
        names = [v.id for v in first.values if isinstance(v, ast.Name)]
        texts = [v.value for v in first.values if isinstance(v, ast.Constant) and isinstance(v.value, str)]
        return texts[0] if parameter in names and texts else ""
    if isinstance(first, ast.Name) and first.id == parameter:
        second = (
            node.args[1]
            if len(node.args) > 1
            else next((k.value for k in node.keywords if k.arg == "default_name"), None)
        )
        if isinstance(second, ast.Constant) and isinstance(second.value, str):
            return second.value
    return ""
