"""One walk over a module: its definitions, its import statements, and what every definition mentions.

Trees are large, and this is done for every file: nothing here is looked at twice.
"""

from __future__ import annotations

import ast

from tf1to2reuse.facts.program import Definition, ModuleFacts

SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
MARKS = (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
SILENT = frozenset(
    [
        *(str, int, type(None), ast.Constant, ast.alias, ast.Pass, ast.Break, ast.Continue),
        *(kind for base in MARKS for kind in base.__subclasses__()),
    ]
)
"""What a node holds beside nodes, and the nodes in which there is no name."""

Owners = tuple[str, ...]


def survey(facts: ModuleFacts) -> None:
    """Fills ``definitions``, ``by_node``, ``imports`` and ``mentions``, in source order."""
    pending: list[tuple[ast.AST, Definition | None, Owners]] = [
        (statement, None, owners(facts, statement)) for statement in reversed(facts.tree.body)
    ]
    while pending:
        node, parent, mine = pending.pop()
        if isinstance(node, SCOPES):
            parent = define(facts, node, parent)
            mine = mine if isinstance(node, ast.Lambda) else (parent.key,)
        elif isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                facts.mentions.append((mine, node))
            continue
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            facts.mentions.append((mine, node))
            if dotted(node):
                continue
        elif isinstance(node, ast.Import | ast.ImportFrom):
            facts.imports.append(node)
            continue
        elif isinstance(node, ast.Assign):
            targets = [attribute_key(facts, t.attr) for t in node.targets if isinstance(t, ast.Attribute)]
            if targets:
                pending.append((node.value, parent, (*mine, *targets)))
                pending += [(target, parent, mine) for target in reversed(node.targets)]
                continue
        below = children(node)
        below.reverse()
        pending += [(child, parent, mine) for child in below]


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes right below one, without those that mention nothing: faster than the standard library."""
    found: list[ast.AST] = []
    for value in vars(node).values():
        kind = type(value)
        if kind is list:
            found += [item for item in value if type(item) not in SILENT]
        elif kind not in SILENT and isinstance(value, ast.AST):
            found.append(value)
    return found


def define(facts: ModuleFacts, node: ast.AST, parent: Definition | None) -> Definition:
    """Registers a definition. A second one of the same name gets a number."""
    name = getattr(node, "name", "") or f"<lambda:{node.lineno}:{node.col_offset}>"  # type: ignore[attr-defined]
    prefix = parent.key if parent is not None else f"{facts.file}:"
    first = f"{prefix}.{name}" if parent is not None else f"{prefix}{name}"
    key, number = first, 2
    while key in facts.definitions:
        key = f"{first}#{number}"
        number += 1
    definition = Definition(key, name, node, facts, parent)  # type: ignore[arg-type]
    facts.definitions[key] = definition
    facts.by_node[node] = definition
    if parent is not None:
        parent.children.append(definition)
    return definition


def owners(facts: ModuleFacts, statement: ast.stmt) -> Owners:
    """Whose a module's statement is: the names' that it binds, else the module's."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    names = [global_key(facts, target.id) for target in targets if isinstance(target, ast.Name)]
    return tuple(names) or (f"{facts.file}:",)


def global_key(facts: ModuleFacts, name: str) -> str:
    """The key of a global name that is not a definition."""
    return f"{facts.file}:=:{name}"


def attribute_key(facts: ModuleFacts, name: str) -> str:
    """The key of what a module assigns to an attribute of that name."""
    return f"{facts.file}:=.{name}"


def dotted(node: ast.Attribute) -> tuple[str, ...]:
    """``a.b.c`` as its parts; empty for an attribute of something that is not a name."""
    parts: list[str] = []
    inner: ast.AST = node
    while isinstance(inner, ast.Attribute):
        parts.append(inner.attr)
        inner = inner.value
    return (inner.id, *reversed(parts)) if isinstance(inner, ast.Name) else ()
