"""Calls of a local name for ``functools.partial(function, width=8)``: as if all was given at the call."""

from __future__ import annotations

import ast

from tf1to2reuse.facts.program import Definition
from tf1to2reuse.plan.local_names import is_constant
from tf1to2reuse.plan.model import Unit
from tf1to2reuse.plan.syntax import contains


def bound_call(unit: Unit, site: ast.Call) -> ast.Call:
    """The call of the function itself, with the keywords that the partial gives and the call does not."""
    made = partial_of(unit, site)
    if made is None:
        return site
    given = {keyword.arg for keyword in site.keywords}
    keywords = [*site.keywords, *[keyword for keyword in made.keywords if keyword.arg not in given]]
    return ast.copy_location(ast.Call(made.args[0], site.args, keywords), site)


def partial_of(unit: Unit, site: ast.Call) -> ast.Call | None:
    """What makes the partial that a call calls: once in the function around, with keywords alone."""
    if not isinstance(site.func, ast.Name):
        return None
    name = site.func.id
    for definition in unit.module.definitions.values():
        if definition.is_class or not contains(definition.node, site) or name in definition.parameters():
            continue
        if not is_constant(definition, name) or not only_called(definition, name):
            continue
        for value in assigned(definition, name):
            if is_partial(unit, value) and len(value.args) == 1 and all(k.arg for k in value.keywords):
                return value
    return None


def only_called(definition: Definition, name: str) -> bool:
    """Whether a function does nothing with a name but call it."""
    called = {id(node.func) for node in definition.nodes if isinstance(node, ast.Call)}
    loads = [n for n in definition.nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
    return all(id(node) in called for node in loads if node.id == name)


def assigned(definition: Definition, name: str) -> list[ast.Call]:
    """The calls whose results a function keeps under a name."""
    return [
        node.value
        for node in definition.nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and [ast.unparse(target) for target in node.targets] == [name]
    ]


def is_partial(unit: Unit, node: ast.Call) -> bool:
    """Whether a call is one of ``functools.partial``."""
    names = {
        alias.asname or alias.name: statement.module if isinstance(statement, ast.ImportFrom) else alias.name
        for statement in unit.module.imports
        for alias in statement.names
    }
    head, _, leaf = ast.unparse(node.func).rpartition(".")
    return leaf == "partial" and names.get(head or leaf) == "functools"
