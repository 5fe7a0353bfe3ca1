"""Names of scopes, each as code, joined with slashes: ``"a"`` and ``"b%d" % i`` are ``"a/b%d" % i``."""

from __future__ import annotations

import ast
import re

ATOMS = (ast.Name, ast.Constant, ast.Call, ast.Attribute, ast.Subscript)


def joined(pieces: list[str]) -> str:
    """Names joined with slashes, as code."""
    if len(pieces) == 1:
        return pieces[0]
    parts = [format_of(piece) for piece in pieces]
    text = "/".join(text for text, _ in parts)
    values = [value for _, given in parts for value in given]
    if not values:
        return f'"{text.replace("%%", "%")}"'
    code = values[0] if len(values) == 1 and is_atom(values[0]) else f"({', '.join(values)})"
    return f'"{text}" % {code}'


def is_atom(code: str) -> bool:
    """Whether an expression needs no parentheses behind an operator."""
    return isinstance(ast.parse(code, mode="eval").body, ATOMS)


def format_of(code: str) -> tuple[str, list[str]]:
    """A name as a format and what is put into it."""
    node = ast.parse(code, mode="eval").body
    if is_text(node):
        return node.value.replace("%", "%%"), []  # type: ignore[attr-defined]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and is_text(node.left):
        given = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
        text = node.left.value  # type: ignore[attr-defined]
        if len(given) == len(re.findall("%[^%]", text.replace("%%", ""))):
            return text, [ast.get_source_segment(code, value) or "" for value in given]
    return "%s", [code]


def is_text(node: ast.expr) -> bool:
    """Whether a node is a string that can be written between double quotes as it is."""
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and not set(node.value) & set('"\\')
        and node.value.isprintable()
    )
