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
    if isinstance(node, ast.BinOp) and isinstance(node.left, ast.List):
        times = line[node.left.end_col_offset : node.end_col_offset]
        return expression(line, node.left, head, times + tail, step, room)
    margin = head[: len(head) - len(head.lstrip())] + step
    if isinstance(node, ast.List) and node.elts:
        return [head + "[", *filled(line, list(node.elts), margin, step, room, "]" + tail)]
    if not isinstance(node, ast.Call) or not (node.args or node.keywords):
        return [head + code + tail]
    opening = line[node.col_offset : node.func.end_col_offset] + "("
    return [head + opening, *filled(line, [*node.args, *node.keywords], margin, step, room, ")" + tail)]


def filled(
    line: str, nodes: list[ast.expr | ast.keyword], margin: str, step: str, room: int, closing: str
) -> list[str]:
    """Arguments packed into lines; lists of calls that are longer than one are broken, too."""
    lines: list[str] = []
    current = ""
    for index, node in enumerate(nodes):
        end = closing if index == len(nodes) - 1 else ","
        text = line[node.col_offset : node.end_col_offset] + end
        inner = node.value if isinstance(node, ast.keyword) else node
        if len(margin) + len(text) > room and is_configured(inner):
            lines += [margin + current] if current else []
            before = line[node.col_offset : inner.col_offset]
            lines += expression(line, inner, margin + before, end, step, room)
            current = ""
            continue
        if current and len(margin) + len(current) + 1 + len(text) > room:
            lines.append(margin + current)
            current = text
        else:
            current = f"{current} {text}".strip()
    return [*lines, margin + current] if current else lines


def is_configured(node: ast.expr) -> bool:
    """Whether an argument makes a layer itself, with options, or is a list of such."""
    if isinstance(node, ast.List):
        return bool(node.elts) and all(map(is_configured, node.elts))
    if isinstance(node, ast.BinOp):
        return is_configured(node.left)
    made = node.elt if isinstance(node, ast.ListComp) else node
    return isinstance(made, ast.Call) and (bool(made.keywords) or any(map(is_configured, made.args)))
