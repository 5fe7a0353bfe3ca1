"""Values that a loop computes in each round, for the comprehension that makes a family of instances."""

from __future__ import annotations

import ast

from tf1to2reuse.plan.syntax import contains, on_the_way

ATOMS = (ast.Name, ast.Constant, ast.Call, ast.Attribute, ast.Subscript)


def round_value(
    function: ast.AST, statements: list[ast.stmt], node: ast.Name, loop_names: frozenset[str]
) -> ast.expr | None:
    """What one assignment gives a name in each round of the comprehension's own loop, before its use.

    None where it is assigned elsewhere too, or under a condition, or in another loop: the value of an earlier
    round could reach the use.
    """
    if len(statements) != 1 or not isinstance(statements[0], ast.Assign):
        return None
    made = statements[0]
    loops = [
        one
        for one in ast.walk(function)
        if isinstance(one, ast.For | ast.While) and contains(one, made) and contains(one, node)
    ]
    if len(loops) != 1 or not isinstance(loops[0], ast.For) or made.lineno >= node.lineno:
        return None
    names = {n.id for n in ast.walk(loops[0].target) if isinstance(n, ast.Name)}
    single = len(made.targets) == 1 and isinstance(made.targets[0], ast.Name)
    if not single or not names <= loop_names or not on_the_way(function, made, node):
        return None
    return made.value


def operand(value: ast.expr, code: str) -> str:
    """The code of a value in the place of a name."""
    return code if isinstance(value, ATOMS) else f"({code})"


def argument(node: ast.expr, code: str) -> str:
    """The code of a whole expression: one that was a name needs no parentheses."""
    if not isinstance(node, ast.Name) or not code.startswith("("):
        return code
    try:
        inner = ast.dump(ast.parse(code[1:-1], mode="eval"))
    except SyntaxError:
        return code
    return code[1:-1] if inner == ast.dump(ast.parse(code, mode="eval")) else code
