"""Attributes of an object that one of its methods reads when that method becomes a layer of its own."""

from __future__ import annotations

import ast

from tf1to2reuse.facts.program import Definition, Program
from tf1to2reuse.plan.linker import bound_names
from tf1to2reuse.plan.roles import holds_tensor
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.values import InstanceVal


def carried_attributes(
    evaluation: Evaluation, instance: InstanceVal, method: Definition
) -> dict[str, ast.expr]:
    """What the layer can be constructed with: what ``__init__`` sets once, and nothing else changes.

    An attribute that is left out here is still read by the method, and keeps it from becoming a layer.
    """
    called = {node.func for node in method.nodes if isinstance(node, ast.Call)}
    read = {node.attr: node for node in reversed(own_reads(method)) if node not in called}
    return {
        name: read[name]
        for name in reversed(read)
        if name in instance.attributes
        and not holds_tensor(evaluation, instance.attributes[name])
        and set_once(evaluation.program, method, name)
    }


def clashing(instance: InstanceVal, method: Definition) -> list[str]:
    """Attributes that a method reads beside a name of its own that is called alike: the constructor would
    have two parameters of that name."""
    read = {node.attr for node in own_reads(method)}
    return sorted(read & set(instance.attributes) & set(bound_names(method.node)))


def own_reads(method: Definition) -> list[ast.Attribute]:
    """Where a method reads attributes of the object that it is called on."""
    return [
        node
        for node in method.nodes
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Load)
        and isinstance(node.value, ast.Name)
        and node.value.id in method.parameters()[:1]
    ]


def set_once(program: Program, method: Definition, name: str) -> bool:
    """Whether one plain statement of ``__init__`` sets the attribute, and no other line may change it."""
    owner = method.parent
    assert owner is not None
    stores = [
        (facts, node)
        for facts in program.modules.values()
        for node in facts.nodes
        if isinstance(node, ast.Attribute) and node.attr == name and not isinstance(node.ctx, ast.Load)
    ]
    init = next((child for child in owner.children if child.name == "__init__"), None)
    own = [node for facts, node in stores if facts is owner.module and node in set(owner.nodes)]
    others = [
        node
        for facts, node in stores
        if node not in own and not (isinstance(node.value, ast.Name) and node.value.id == "self")
    ]
    if init is None or len(own) != 1 or others or not isinstance(init.node, ast.FunctionDef):
        return False
    return any(
        isinstance(statement, ast.Assign | ast.AnnAssign) and own[0] in set(ast.walk(statement))
        for statement in init.node.body
    )
