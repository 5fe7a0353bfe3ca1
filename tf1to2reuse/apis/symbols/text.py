"""Source text of arguments becomes new source text: parentheses where needed, literals folded."""

from __future__ import annotations

import ast
from decimal import Decimal

from tf1to2reuse.apis.symbols.model import UNKNOWN, Arg

_PRIMARY = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.List, ast.Dict, ast.Constant, ast.JoinedStr)
_PRODUCT = (ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.MatMult)


def parse(code: str) -> ast.expr | None:
    """The expression, or None where the text is none (a template placeholder, say)."""
    try:
        return ast.parse("(" + code + "\n)", mode="eval").body
    except SyntaxError:
        return None


def literal(arg: Arg) -> object:
    """The value that the text itself spells out: one known by other means must not be written into code."""
    node = parse(arg.code)
    if node is None:
        return UNKNOWN
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        return UNKNOWN


def known(arg: Arg) -> object:
    """The literal, or else the value known to the caller: for decisions only."""
    written = literal(arg)
    return arg.literal if written is UNKNOWN else written


def is_number(value: object) -> bool:
    """An int or a float; bool is none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def number(value: object) -> float | int | None:
    """The number, or None for anything else."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def operand(code: str, right_of_minus: bool = False) -> str:
    """Text that stands safely beside an operator: ``x + y`` in parentheses, names and calls as they are."""
    node = parse(code)
    plain = isinstance(node, _PRIMARY)
    product = right_of_minus and isinstance(node, ast.BinOp) and isinstance(node.op, _PRODUCT)
    return code if plain or product else f"({code})"


def one_minus(code: str) -> str:
    """``1 - code``, folded for a literal (decimally: 0.9 gives 0.1) and undone for ``1 - rate``."""
    value = number(literal(Arg(code)))
    if value is not None:
        return repr(float(Decimal(1) - Decimal(repr(value))))
    node = parse(code)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) and _is_one(node.left):
        return source(code, node.right)
    return "1 - " + operand(code, right_of_minus=True)


def half(code: str) -> str:
    """``code / 2``, folded for a literal."""
    value = number(literal(Arg(code)))
    if value is not None:
        return repr(float(Decimal(repr(value)) / 2)) if "inf" not in repr(value) else repr(value)
    node = parse(code)
    product = isinstance(node, ast.BinOp) and isinstance(node.op, _PRODUCT)
    return (code if product else operand(code)) + " / 2"


def source(code: str, node: ast.expr) -> str:
    """The text of a part of an expression that ``parse`` read."""
    return ast.get_source_segment("(" + code + "\n)", node) or ast.unparse(node)


def same(left: ast.expr, right: ast.expr) -> bool:
    """Two expressions with the same text, spaces and quotes aside."""
    return ast.dump(left) == ast.dump(right)


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and is_number(node.value) and node.value == 1
