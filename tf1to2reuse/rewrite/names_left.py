"""Names that new code reads and that nobody binds any more: a scope, a function that is a class now."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Container

from tf1to2reuse.plan.model import Plan, Unit
from tf1to2reuse.plan.references import reference_target


def lost_names(plan: Plan, unit: Unit, tree: ast.Module) -> list[str]:
    """The names, in order of their first use."""
    new = list(ast.walk(tree))
    bound = bound_in(new)
    raising = [n for n in unit.nodes if isinstance(n, ast.stmt) and raises(plan, n)]
    before = bound_in(list(unit.nodes)) - bound_in([inner for n in raising for inner in ast.walk(n)])
    module = plan.evaluation.ev.module(unit.module).names
    found = lost_between_methods(tree, module)
    for node in new:
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load) or node.id in bound:
            continue
        renamed = reference_target(plan, unit.module, node)
        gone = node.id in before and node.id not in module
        if (gone or (renamed is not None and renamed.class_name != node.id)) and node.id not in found:
            found.append(node.id)
    return found


def lost_between_methods(tree: ast.Module, module: Container[str]) -> list[str]:
    """Names that one method of a class reads and only another one binds."""
    found: list[str] = []
    for cls in [node for node in tree.body if isinstance(node, ast.ClassDef)]:
        methods = [node for node in cls.body if isinstance(node, ast.FunctionDef)]
        bound = [bound_in(list(ast.walk(method))) for method in methods]
        for index, method in enumerate(methods):
            others = set().union(*bound[:index], *bound[index + 1 :]) - bound[index]
            read = (n.id for n in ast.walk(method) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load))
            found += [name for name in read if name in others and not known(name, module)]
    return list(dict.fromkeys(found))


def known(name: str, module: Container[str]) -> bool:
    """Whether a name means something outside of all functions."""
    return name in module or hasattr(builtins, name)


def raises(plan: Plan, statement: ast.stmt) -> bool:
    """Whether a statement has become one that raises, as TF1 does there."""
    simple = isinstance(statement, ast.Assign | ast.Expr | ast.Return)
    return simple and any(id(inner) in plan.raising for inner in ast.walk(statement))


def bound_in(nodes: list[ast.AST]) -> set[str]:
    """All names that are bound somewhere in these nodes."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found.update((alias.asname or alias.name).partition(".")[0] for alias in node.names)
        else:  # definitions and exception handlers have names that are plain strings
            name = getattr(node, "name", None)
            found.update([name] if isinstance(name, str) else [])
    return found
