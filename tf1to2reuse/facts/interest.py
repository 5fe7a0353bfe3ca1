"""Which definitions may ask for variables at all, by the names they mention: an over-approximation.

Only these are evaluated on unknown arguments; the rest of a repository costs no more than its parsing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tf1to2reuse.facts.program import Definition, Program

MAKERS = {
    "get_variable", "Variable", "variable_scope", "variable_op_scope", "make_template", "layers", "contrib",
    "slim", "rnn_cell", "dynamic_rnn", "static_rnn", "bidirectional_dynamic_rnn", "keras", "tcl",
    "contrib_layers", "model_variable", "trainable_variables", "global_variables", "get_variable_scope",
}  # fmt: skip


def mentioned(nodes: Iterable[ast.AST]) -> set[str]:
    """All names and attribute names in a definition."""
    names: set[str] = set()
    for child in nodes:
        if isinstance(child, ast.Name):
            names.add(child.id)
        elif isinstance(child, ast.Attribute):
            names.add(child.attr)
    return names


def interesting(program: Program) -> set[str]:
    """The keys of the definitions that mention a maker of variables, or a definition that does."""
    mentions = {
        d.key: mentioned(d.nodes) for d in program.definitions() if not isinstance(d.node, ast.Lambda)
    }
    by_key = {d.key: d for d in program.definitions()}
    mentions.update(tables(program))
    users: dict[str, list[str]] = {}
    for key, names in mentions.items():
        for name in names:
            users.setdefault(name, []).append(key)
    found: set[str] = set()
    pending = [key for key, d in by_key.items() if mentions.get(key, set()) & (MAKERS | aliases(d))]
    while pending:
        key = pending.pop()
        if key in found:
            continue
        found.add(key)
        names = {key.rpartition(":")[2]}
        if key in by_key:
            parent = by_key[key].parent
            names = {by_key[key].name} | ({parent.name} if parent is not None else set())
        for name in names:
            pending.extend(users.get(name, ()))
    return found & set(by_key)


def tables(program: Program) -> dict[str, set[str]]:
    """What each global name of a module is made of: a table of functions, say. By a key of its own."""
    found: dict[str, set[str]] = {}
    for facts in program.modules.values():
        for node in facts.tree.body:
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        found.setdefault(f"{facts.file}:=:{target.id}", set()).update(
                            mentioned(ast.walk(node.value))
                        )
    return found


def aliases(definition: Definition) -> set[str]:
    """Names that the module imports from layer libraries."""
    found: set[str] = set()
    for node in definition.module.tree.body:
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and any(part in node.module for part in ("layers", "slim", "rnn", "contrib", "variable_scope"))
        ):
            found.update(alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            found.update(
                a.asname
                for a in node.names
                if a.asname and any(p in a.name for p in ("layers", "slim", "contrib"))
            )
    return found
