"""Questions about the syntax tree of a function: what stands in what, what runs before what, what changes."""

from __future__ import annotations

import ast


def contains(outer: ast.AST, inner: ast.AST) -> bool:
    """Whether one node's text lies inside another's."""
    first = (outer.lineno, outer.col_offset)  # type: ignore[attr-defined]
    last = (outer.end_lineno, outer.end_col_offset)  # type: ignore[attr-defined]
    return first <= (inner.lineno, inner.col_offset) and (inner.end_lineno, inner.end_col_offset) <= last  # type: ignore[attr-defined]


def own_statements(node: ast.AST) -> list[ast.stmt]:
    """All statements of a function but those of nested definitions."""
    found: list[ast.stmt] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            found.append(child)
        elif isinstance(child, ast.stmt):
            found.append(child)
            found.extend(own_statements(child))
        elif isinstance(child, ast.ExceptHandler):
            found.extend(own_statements(child))
    return found


def changed_names(statement: ast.stmt) -> set[str]:
    """Names that a statement binds or changes in place."""
    found: set[str] = set()
    targets: list[ast.AST] = []
    if isinstance(statement, ast.Assign):
        targets = list(statement.targets)
    elif isinstance(statement, ast.AugAssign | ast.AnnAssign | ast.For):
        targets = [statement.target]
    elif isinstance(statement, ast.With):
        targets = [item.optional_vars for item in statement.items if item.optional_vars is not None]
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        function = statement.value.func
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            found.add(function.value.id)
    elif isinstance(statement, ast.FunctionDef):
        found.add(statement.name)
    for target in targets:
        found |= {name for name in bases_of(target) if name != "self"}
    return found


def bases_of(target: ast.AST) -> set[str]:
    """The names that an assignment to a target binds or changes in place; not those that only index it."""
    if isinstance(target, ast.Name):
        return {target.id}
    if isinstance(target, ast.Subscript | ast.Attribute | ast.Starred):
        return bases_of(target.value)
    return {name for child in ast.iter_child_nodes(target) for name in bases_of(child)}


def on_the_way(function: ast.AST, statement: ast.stmt, use: ast.AST) -> bool:
    """Whether each run that reaches ``use`` has passed ``statement``: it stands in a block around the use."""
    return any(statement is candidate for block in blocks_around(function, use) for candidate in block)


def in_other_arm(function: ast.AST, statement: ast.stmt, use: ast.AST) -> bool:
    """Whether a statement stands in the arm of an ``if`` that does not run when the use does."""
    for node in ast.walk(function):
        if isinstance(node, ast.If):
            in_body = [any(contains(s, inner) for s in node.body) for inner in (statement, use)]
            in_else = [any(contains(s, inner) for s in node.orelse) for inner in (statement, use)]
            if (in_body[0] and in_else[1]) or (in_else[0] and in_body[1]):
                return True
    return False


def in_loop_around(function: ast.AST, statement: ast.stmt, use: ast.AST) -> bool:
    """Whether a statement stands in a loop around the use, too: what it assigns depends on the round."""
    return any(
        isinstance(node, ast.For | ast.While)
        and contains(node, statement)
        and contains(node, use)
        and statement is not node
        for node in ast.walk(function)
    )


def blocks_around(node: ast.AST, use: ast.AST) -> list[list[ast.stmt]]:
    """The statement lists that contain ``use``, outermost first; ``with`` bodies count as part of theirs."""
    found: list[list[ast.stmt]] = []
    for name in ("body", "orelse", "finalbody", "handlers"):
        block = getattr(node, name, None)
        if not isinstance(block, list):
            continue
        for index, statement in enumerate(block):
            if contains(statement, use):
                found.append([s for s in block[:index] if isinstance(s, ast.stmt)] + flattened(block[:index]))
                found.extend(blocks_around(statement, use))
                return found
    return found


def flattened(block: list[ast.stmt]) -> list[ast.stmt]:
    """Statements inside ``with`` blocks, which always run."""
    found: list[ast.stmt] = []
    for statement in block:
        if isinstance(statement, ast.With):
            found.extend(statement.body)
            found.extend(flattened(statement.body))
    return found


def tests_around(node: ast.AST, site: ast.AST) -> list[ast.expr]:
    """The tests of the ``if`` statements of a function around a node."""

    found: list[ast.expr] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt | ast.ExceptHandler) and contains(child, site):
            if isinstance(child, ast.If) and not contains(child.test, site):
                found.append(child.test)
            found.extend(tests_around(child, site))
    return found


def is_reuse_statement(node: ast.stmt) -> bool:
    """``scope.reuse_variables()`` as a statement."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr == "reuse_variables"
    )
