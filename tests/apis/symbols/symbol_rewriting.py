"""A whole TF1 expression becomes a current one, by ``rename`` and ``rewrite_call`` alone."""

from __future__ import annotations

import ast

from tf1to2reuse.apis.symbols import Arg, CallRewrite, Problem, canonical, rename, rewrite_call


class RefusedError(Exception):
    """A symbol of the expression has no mechanical target."""


def dotted(node: ast.expr) -> str | None:
    """``tf.nn.relu`` of an attribute chain on a name."""
    if isinstance(node, ast.Name):
        return node.id
    above = dotted(node.value) if isinstance(node, ast.Attribute) else None
    return f"{above}.{node.attr}" if above and isinstance(node, ast.Attribute) else None


def arguments(node: ast.Call) -> list[Arg]:
    """The arguments of a call as written."""
    found = []
    for value in node.args:
        starred = isinstance(value, ast.Starred)
        found.append(Arg(ast.unparse(value.value if starred else value), star="*" if starred else ""))
    for keyword in node.keywords:
        found.append(Arg(ast.unparse(keyword.value), keyword.arg, "" if keyword.arg else "**"))
    return found


def text(arg: Arg) -> str:
    """An argument as it is written in a call."""
    return (f"{arg.keyword}=" if arg.keyword else arg.star) + arg.code


def call_text(made: CallRewrite) -> str:
    """The new call as source text."""
    return made.code or f"{made.function}({', '.join(map(text, made.args))})"


class Rewriter(ast.NodeTransformer):
    """Bottom up: arguments first."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = dotted(node.func)
        if name is None or not name.startswith(("tf.", "np.")):
            return self.generic_visit(node)
        node.args = [self.visit(value) for value in node.args]
        node.keywords = [self.visit(keyword) for keyword in node.keywords]
        made = rewrite_call(canonical(name), arguments(node))
        if isinstance(made, Problem):
            raise RefusedError(made.code)
        if made is None:
            node.func = self.visit(node.func)
            return node
        return ast.parse(call_text(made), mode="eval").body

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        name = dotted(node)
        if name is None or not name.startswith(("tf.", "np.")):
            return self.generic_visit(node)
        made = rename(canonical(name))
        if isinstance(made, Problem):
            raise RefusedError(made.code)
        return node if made is None else ast.parse(made, mode="eval").body


def rewritten(code: str) -> str:
    """The expression for current TensorFlow."""
    return ast.unparse(Rewriter().visit(ast.parse(code, mode="eval")))
