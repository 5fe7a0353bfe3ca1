"""Breaks new statements that are too long for a line inside the brackets of their calls."""

from __future__ import annotations

import ast

WIDTH = 88


def wrap(line: str, indent: str, width: int = WIDTH) -> list[str]:
    """The statement on one line if it fits two levels deep, else broken inside its outermost brackets."""
    room = width - 2 * len(indent)
    if len(line) <= room or "\n" in line:
        return line.split("\n")
    try:
        statement = ast.parse(line).body[0]
    except SyntaxError:
        return [line]
    value = getattr(statement, "value", None)
    if not isinstance(value, ast.Call | ast.ListComp):
        return [line]
    step = indent if len(indent) >= 4 else 2 * indent
    head = line[: value.col_offset]
    return [part.rstrip() for part in expression(line, value, head, "", step, room)]


def expression(line: str, node: ast.expr, head: str, tail: str, step: str, room: int) -> list[str]:
    """Lines for ``head + node + tail``, broken where they would be longer than ``room``."""
    code = line[node.col_offset : node.end_col_offset]
    if len(head) + len(code) + len(tail) <= room:
        return [head + code + tail]
    if isinstance(node, ast.ListComp):
        margin = head[: len(head) - len(head.lstrip())]
        loop = line[node.elt.end_col_offset : (node.end_col_offset or 0) - 1].strip()
        return [
            head + "[",
            *expression(line, node.elt, margin + step, "", step, room),
            margin + step + loop + "]" + tail,
        ]
    if not isinstance(node, ast.Call) or not (node.args or node.keywords):
        return [head + code + tail]
    margin = head[: len(head) - len(head.lstrip())] + step
    pieces = [line[a.col_offset : a.end_col_offset] for a in node.args]
    pieces += [line[k.col_offset : k.end_col_offset] for k in node.keywords]
    opening = line[node.col_offset : node.func.end_col_offset] + "("
    return [head + opening, *filled(pieces, margin, room, ")" + tail)]


def filled(pieces: list[str], margin: str, room: int, closing: str) -> list[str]:
    """Pieces packed into lines."""
    lines: list[str] = []
    current = ""
    for index, piece in enumerate(pieces):
        text = piece + (closing if index == len(pieces) - 1 else ",")
        if current and len(margin) + len(current) + 1 + len(text) > room:
            lines.append(margin + current)
            current = text
        else:
            current = f"{current} {text}".strip()
    return [*lines, margin + current]
