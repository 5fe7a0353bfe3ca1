"""Breaks new statements that are too long for a line at the arguments of their outermost call."""

from __future__ import annotations

import ast

WIDTH = 88


def wrap(line: str, indent: str, width: int = WIDTH) -> list[str]:
    """The statement on one line if it fits (two levels deep), else one broken inside its outermost bracket."""
    room = width - 2 * len(indent)
    if len(line) <= room or "\n" in line:
        return line.split("\n")
    try:
        statement = ast.parse(line).body[0]
    except SyntaxError:
        return [line]
    value = getattr(statement, "value", None)
    items = arguments(value) if value is not None else None
    if not items:
        return [line]
    opening = items[0][0]
    pieces = [line[start:end] for start, end in items]
    closing = line[items[-1][1] :].strip().lstrip(",").strip()
    return [line[:opening].rstrip(), *filled(pieces, 2 * indent if len(indent) < 4 else indent, room, closing)]


def arguments(value: ast.expr) -> list[tuple[int, int]] | None:
    """Column spans of what may stand on lines of its own inside an expression's brackets."""
    if isinstance(value, ast.Call):
        nodes: list[tuple[int, int]] = [(a.col_offset, a.end_col_offset or 0) for a in value.args]
        nodes += [(k.col_offset, k.end_col_offset or 0) for k in value.keywords]
        return nodes
    if isinstance(value, ast.ListComp):
        generator = value.generators[0]
        element = value.elt
        return [(element.col_offset, element.end_col_offset or 0), (generator.target.col_offset - 4, generator.iter.end_col_offset or 0)]
    return None


def filled(pieces: list[str], indent: str, room: int, closing: str) -> list[str]:
    """Pieces packed into lines; a comprehension's ``for`` gets a line of its own."""
    lines: list[str] = []
    current = ""
    for index, piece in enumerate(pieces):
        last = index == len(pieces) - 1
        text = piece + (closing if last else "" if pieces[index + 1].startswith("for ") else ",")
        if current and (len(indent + current) + 1 + len(text) > room or piece.startswith("for ")):
            lines.append(indent + current)
            current = text
        else:
            current = f"{current} {text}".strip()
    lines.append(indent + current)
    return lines
