"""Keeps the mask of a recurrent layer from reaching later layers.

Keras hands the mask of a layer on with its outputs, through layers and return values, and other recurrent
layers and batch normalization obey it. In TensorFlow 1 ``sequence_length`` says something about one run only.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf1to2reuse.facts.program import Definition, ModuleFacts
from tf1to2reuse.plan.arguments import call_arguments, is_none
from tf1to2reuse.plan.model import Plan, Slot
from tf1to2reuse.plan.recurrent import is_recurrent, is_static, is_time_major
from tf1to2reuse.scopes.recurrent import BIDIRECTIONAL_RNN, BOTH_PARAMETERS, PARAMETERS

if TYPE_CHECKING:
    from tf1to2reuse.rewrite.rules import UnitRules

SAME_TENSOR = ("tf.nn.dropout",)  # gives back what it gets where nothing is to be dropped


def has_lengths(slot: Slot, site: ast.Call) -> bool:
    """Whether a run is given lengths, and so gets a mask."""
    if is_static(slot):
        return False
    names = BOTH_PARAMETERS if slot.api == BIDIRECTIONAL_RNN else PARAMETERS
    lengths = call_arguments(site, names).get("sequence_length")
    return lengths is not None and not is_none(lengths)


def obeys_masks(slot: Slot) -> bool:
    """Whether a layer would do something else with a mask that comes with its input."""
    if is_recurrent(slot):
        return any(not has_lengths(slot, site) and not is_time_major(slot, site) for site in slot.sites)
    if slot.kind != "keras":
        return False
    return slot.form is None or any("BatchNorm" in part.constructor for part in slot.form.parts)


def masks_matter(plan: Plan) -> bool:
    """Whether any layer of the program obeys masks that are not its own."""
    return any(obeys_masks(slot) for unit in plan.units.values() for slot in unit.slots)


def hands_on(rules: UnitRules, function: Definition | ModuleFacts, target: ast.expr) -> bool:
    """Whether what a target is given goes on as it is, to a layer or out of the function."""
    if not isinstance(target, ast.Name):
        return True
    loads = (n for n in function.nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load))
    return any(load.id == target.id and goes_on(rules, function.parents[load]) for load in loads)


def goes_on(rules: UnitRules, parent: ast.AST) -> bool:
    """Whether the parent of a name keeps or passes the tensor itself."""
    if isinstance(parent, ast.Subscript | ast.BinOp | ast.UnaryOp | ast.Compare | ast.Attribute):
        return False
    if isinstance(parent, ast.Call) and id(parent) not in rules.unit.site_slots:
        dotted = rules.symbols.dotted(parent.func) or ""
        return not dotted.startswith("tf.") or dotted in SAME_TENSOR
    return True
