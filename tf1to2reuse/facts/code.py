"""The code of an expression as text, made once for each node."""

from __future__ import annotations

import ast


def code_of(node: ast.AST) -> str:
    """``ast.unparse``, which costs more than to follow what it prints, kept with the node."""
    known = node.__dict__.get("code")
    if isinstance(known, str):
        return known
    text = ast.unparse(node)
    node.__dict__["code"] = text
    return text
