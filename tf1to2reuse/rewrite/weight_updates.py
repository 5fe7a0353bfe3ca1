"""Assignments to weights: ``tf.assign(w, x)`` becomes ``self.w.assign(x)``, a scatter gets the variable.

A Keras weight holds its ``tf.Variable`` in ``value``; TensorFlow's functions on variables take that alone.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf1to2reuse.plan.needs import CannotMoveError
from tf1to2reuse.scopes.values import Path, Tensor

if TYPE_CHECKING:
    from tf1to2reuse.rewrite.rules import UnitRules

ASSIGNMENTS = {"tf.assign": "assign", "tf.assign_add": "assign_add", "tf.assign_sub": "assign_sub"}
SCATTERS = {
    "tf.scatter_add", "tf.scatter_div", "tf.scatter_max", "tf.scatter_min", "tf.scatter_mul",
    "tf.scatter_sub", "tf.scatter_update", "tf.scatter_nd_add", "tf.scatter_nd_sub", "tf.scatter_nd_update",
    "tf.batch_scatter_update",
}  # fmt: skip


def assignment(rules: UnitRules, node: ast.Call) -> str | None:
    """The text of an assignment to a weight of the layer, None for other calls.

    Raises:
        CannotMoveError: where the weight is one of another layer, which hands over its value only.
    """
    dotted = rules.symbols.dotted(node.func) or ""
    if dotted not in ASSIGNMENTS and dotted not in SCATTERS:
        return None
    if not rules.unit.is_layer or not node.args:
        return None
    target = node.args[0]
    if dotted in ASSIGNMENTS and is_plain(rules, node, target):
        return f"{rules.renames[target.id]}.{ASSIGNMENTS[dotted]}({rules.render(node.args[1])})"  # type: ignore[attr-defined]
    value = rules.creation.values.get(target)
    if not isinstance(value, Tensor) or value.variable is None or target in rules.replaced:
        return None
    if value.variable not in own_weights(rules):
        raise CannotMoveError(f"{dotted} updates `{ast.unparse(target)}`, a weight of another layer")
    rules.replaced[target] = f"{rules.render(target)}.value"
    return None


def is_plain(rules: UnitRules, node: ast.Call, target: ast.expr) -> bool:
    """Whether an assignment is one to a name of the weight alone, without options that change it."""
    options = {keyword.arg for keyword in node.keywords}
    named = isinstance(target, ast.Name) and target.id in rules.weights and not rules.shadowed(target)
    return named and len(node.args) == 2 and options <= {"name", "use_locking", "validate_shape"}


def own_weights(rules: UnitRules) -> set[Path]:
    """The variables that the unit's own lines ask for."""
    slots = [slot for slot in rules.unit.slots if slot.kind == "weight"]
    return {use.path for slot in slots for event in slot.events for use in event.uses}
