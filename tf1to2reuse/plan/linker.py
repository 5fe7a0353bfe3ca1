"""What names mean in a module, from its imports alone: ``tf.layers.dense`` for ``layers.dense`` and so on."""

from __future__ import annotations

import ast
from collections.abc import Set
from dataclasses import dataclass, field

from tf1to2reuse.facts.program import ModuleFacts, Program
from tf1to2reuse.scopes.names import canonical_name


@dataclass(eq=False)
class Links:
    """``names`` maps a module-level name to the canonical name of something outside the repository."""

    names: dict[str, str] = field(default_factory=dict)
    local: dict[ast.AST, set[str]] = field(default_factory=dict)

    def dotted(self, node: ast.expr, shadowed: Set[str] = frozenset()) -> str | None:
        """The canonical name of a Name or Attribute chain; None when it is not of outside."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id in shadowed or node.id not in self.names:
            return None
        return canonical_name(".".join([self.names[node.id], *reversed(parts)]))


def link_module(program: Program, facts: ModuleFacts) -> Links:
    """Imports anywhere in the module, and module-level aliases such as ``slim = tf.contrib.slim``."""
    links = Links()
    for node in facts.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if program.find_module(alias.name, facts) and alias.name.partition(".")[0] not in (
                    "tensorflow",
                    "numpy",
                ):
                    continue
                if alias.asname:
                    links.names[alias.asname] = alias.name
                else:
                    top = alias.name.partition(".")[0]
                    links.names[top] = top
        elif (
            isinstance(node, ast.ImportFrom)
            and node.level == 0
            and node.module
            and program.find_module(node.module, facts) is None
        ):
            for alias in node.names:
                links.names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for statement in facts.tree.body:
        if (
            isinstance(statement, ast.Assign)
            and len(statement.targets) == 1
            and isinstance(statement.targets[0], ast.Name)
        ):
            dotted = links.dotted(statement.value)
            if dotted is not None and isinstance(statement.value, ast.Attribute | ast.Name):
                links.names[statement.targets[0].id] = dotted
    return links


def bound_names(node: ast.AST) -> set[str]:
    """Parameters and names assigned in a function, nested functions left out."""
    found: set[str] = set()
    arguments = getattr(node, "args", None)
    if isinstance(arguments, ast.arguments):
        for argument in (
            *arguments.posonlyargs,
            *arguments.args,
            *arguments.kwonlyargs,
            arguments.vararg,
            arguments.kwarg,
        ):
            if argument is not None:
                found.add(argument.arg)
    pending: list[ast.AST] = list(ast.iter_child_nodes(node))
    while pending:
        child = pending.pop()
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
            found.add(child.id)
        if isinstance(child, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            found.add(child.name)
            continue
        if not isinstance(child, ast.Lambda):
            pending.extend(ast.iter_child_nodes(child))
    return found
