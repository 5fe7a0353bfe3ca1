"""Names of functions in functions: a ``def``, or a lambda that one statement gives a name."""

from __future__ import annotations

import ast

from tf1to2reuse.facts.program import Definition
from tf1to2reuse.plan.syntax import contains, own_statements


def local_name(definition: Definition) -> str:
    """What the code around calls a function; nothing for a lambda without one name from its making on."""
    if not isinstance(definition.node, ast.Lambda):
        return definition.name
    outer, statement = definition.outer_function, made_by(definition)
    if outer is None or not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return ""
    target = statement.targets[0]
    named = isinstance(target, ast.Name) and target.id not in outer.parameters()
    return target.id if isinstance(target, ast.Name) and named and is_constant(outer, target.id) else ""


def made_by(definition: Definition) -> ast.AST:
    """The statement that makes a function: ``def``, or ``name = lambda ...``."""
    if isinstance(definition.node, ast.Lambda) and definition.outer_function is not None:
        return definition.outer_function.parents[definition.node]
    return definition.node


def is_constant(outer: Definition, name: str) -> bool:
    """Whether a name has one value from its binding on: a parameter, or set once and outside loops."""
    stores = [
        node
        for node in outer.nodes
        if isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load)
    ]
    if name in outer.parameters():
        return not stores
    if len(stores) != 1 or any(child.name == name for child in outer.children):
        return False
    loops = [s for s in own_statements(outer.node) if isinstance(s, ast.For | ast.While | ast.Try)]
    return not any(contains(loop, stores[0]) for loop in loops)


def only_called(definition: Definition) -> bool:
    """Whether the function around does nothing with a nested function but call it."""
    outer = definition.outer_function
    assert outer is not None
    called = {id(node.func) for node in outer.nodes if isinstance(node, ast.Call)}
    return all(
        id(node) in called
        for node in outer.nodes
        if isinstance(node, ast.Name) and node.id == local_name(definition) and isinstance(node.ctx, ast.Load)
    )
