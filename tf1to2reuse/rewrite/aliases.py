"""``slim = tf.contrib.slim``: a short name for a package that left TensorFlow goes when nothing reads it."""

from __future__ import annotations

import ast
from collections.abc import Callable

from tf1to2reuse.facts.program import ModuleFacts
from tf1to2reuse.plan.model import Plan


def without_dead_aliases(plan: Plan, facts: ModuleFacts, text: str, tree: ast.Module) -> str:
    """The text of a rewritten module without aliases of gone packages that it does not read any more.

    What the symbol tables say about such a line goes with it. Stays: what another module imports from here.
    """
    symbols = plan.symbols[facts.file]
    gone = {alias_of(node): node for node in facts.tree.body if names_gone(node, symbols.dotted)}
    if not gone:
        return text
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    kept = {node.id for node in nodes if isinstance(node.ctx, ast.Load)} | exported(tree)
    for other in plan.evaluation.program.modules.values():
        kept |= {alias.name for statement in other.imports for alias in statement.names}
    dead = {name: node for name, node in gone.items() if name not in kept}
    lines = {node.lineno for node in dead.values()}
    symbols.problems = {key: found for key, found in symbols.problems.items() if key[0] not in lines}
    same = {ast.unparse(node) for node in dead.values()}
    return without_lines(
        text, tree, [node for node in tree.body if alias_of(node) and ast.unparse(node) in same]
    )


def alias_of(node: ast.stmt) -> str:
    """The name that a statement ``name = ...`` binds."""
    plain = isinstance(node, ast.Assign) and len(node.targets) == 1
    return node.targets[0].id if plain and isinstance(node.targets[0], ast.Name) else ""  # type: ignore[attr-defined]


def names_gone(node: ast.stmt, dotted: Callable[[ast.expr], str | None]) -> bool:
    """Whether a statement only gives a name to a package that left TensorFlow, or to a part of one."""
    value = node.value if isinstance(node, ast.Assign) and alias_of(node) else None
    return isinstance(value, ast.Attribute) and (dotted(value) or "").startswith("tf.contrib.")


def without_lines(text: str, tree: ast.Module, statements: list[ast.stmt]) -> str:
    """The text without some top-level statements; one that shares a line with another stays."""
    lines = text.split("\n")
    others = [node for node in tree.body if node not in statements]
    shared = {line for node in others for line in (node.lineno, node.end_lineno)}
    for node in reversed(statements):
        first, last = node.lineno - 1, node.end_lineno or node.lineno
        if shared & {first + 1, last}:
            continue
        while first and not lines[first - 1].strip() and last < len(lines) and not lines[last].strip():
            first -= 1  # of the blank lines around it those below stay
        del lines[first:last]
    return "\n".join(lines)


def exported(tree: ast.Module) -> set[str]:
    """The names in ``__all__``."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets
        ):
            found |= {
                c.value
                for c in ast.walk(node.value)
                if isinstance(c, ast.Constant) and isinstance(c.value, str)
            }
    return found
