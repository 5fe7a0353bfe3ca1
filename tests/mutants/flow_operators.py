"""Mistakes between calls: order, arithmetic, state, loops; and changes of the text that change nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from edits import Edit, Mutant, Source, Tree, dotted, operator


def in_call(source: Source, node: ast.AST) -> bool:
    """Inside a method named ``call``, or a function outside of classes."""
    here: ast.AST | None = node
    while here is not None:
        if isinstance(here, ast.FunctionDef):
            return here.name != "build" and not here.name.startswith("__")
        here = source.parents.get(here)
    return False


def inside(tree: Tree, kind: type[ast.AST]) -> Iterator[tuple[Source, ast.AST]]:
    for source in tree.sources:
        for node in ast.walk(source.module):
            if isinstance(node, kind) and in_call(source, node):
                yield source, node


def one(name: str, source: Source, node: ast.AST, what: str, *edits: Edit, harmful: bool = True) -> Mutant:
    where = f"{source.file}:{getattr(node, 'lineno', 0)} {what}"
    return Mutant(name, where, edits, harmful, source.expected(node))


@operator("sign")
def _(tree: Tree) -> Iterator[Mutant]:
    for source, node in inside(tree, ast.BinOp):
        assert isinstance(node, ast.BinOp)
        if isinstance(node.op, ast.Add | ast.Sub) and is_array(source, node):
            other = "-" if isinstance(node.op, ast.Add) else "+"
            text = f"({source.of(node.left)}) {other} ({source.of(node.right)})"
            yield one("sign", source, node, other, source.replace(node, text))


def is_array(source: Source, node: ast.AST) -> bool:
    """Not the text of a name, nor a number that only shapes are made of."""
    here: ast.AST | None = node
    while here is not None and not isinstance(here, ast.stmt):
        if isinstance(here, ast.keyword) and here.arg in ("shape", "name", "axis", "rate"):
            return False
        if isinstance(here, ast.Call) and dotted(here.func).rpartition(".")[2] in (
            "reshape",
            "range",
            "zeros",
        ):
            return False
        here = source.parents.get(here)
    return not any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in ast.walk(node))


@operator("term dropped")
def _(tree: Tree) -> Iterator[Mutant]:
    """A residual, a bias or a forget bias is lost."""
    for source, node in inside(tree, ast.BinOp):
        assert isinstance(node, ast.BinOp)
        if isinstance(node.op, ast.Add) and is_array(source, node):
            for kept, lost in ((node.left, node.right), (node.right, node.left)):
                text = f"({source.of(kept)})"
                yield one(
                    "term dropped", source, node, f"{source.of(lost)[:40]} lost", source.replace(node, text)
                )


@operator("constant")
def _(tree: Tree) -> Iterator[Mutant]:
    for source, node in inside(tree, ast.Constant):
        assert isinstance(node, ast.Constant)
        if type(node.value) is float:
            yield one(
                "constant", source, node, f"{node.value} doubled", source.replace(node, f"{2 * node.value!r}")
            )


@operator("gate order")
def _(tree: Tree) -> Iterator[Mutant]:
    """Two of the values that one call gives are taken for each other."""
    for source, node in inside(tree, ast.Assign):
        assert isinstance(node, ast.Assign)
        target = node.targets[0]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Call):
            names = [source.of(item) for item in target.elts]
            for i in range(len(names) - 1):
                if names[i] != names[i + 1] and "_" not in names[i : i + 2]:
                    swapped = [*names[:i], names[i + 1], names[i], *names[i + 2 :]]
                    yield one("gate order", source, node, f"{names[i]}, {names[i + 1]} swapped",
                              source.replace(target, ", ".join(swapped)))  # fmt: skip


@operator("layer order")
def _(tree: Tree) -> Iterator[Mutant]:
    """``x = a(x); x = b(x)`` becomes ``x = b(x); x = a(x)``."""
    for source, node in inside(tree, ast.Assign):
        block = getattr(source.parents[node], "body", [])
        following = block[block.index(node) + 1] if node in block and node is not block[-1] else None
        if not isinstance(following, ast.Assign) or not isinstance(following.value, ast.Call):
            continue
        assert isinstance(node, ast.Assign)
        if ast.dump(node.targets[0]) == ast.dump(following.targets[0]) and isinstance(node.value, ast.Call):
            name = source.of(node.targets[0])
            if all(source.of(call.args[0]) == name for call in (node.value, following.value) if call.args):
                yield one("layer order", source, node, "swapped with the next line",
                          source.replace(node, source.of(following)),
                          source.replace(following, source.of(node)))  # fmt: skip


@operator("layer skipped")
def _(tree: Tree) -> Iterator[Mutant]:
    for source, node in inside(tree, ast.Assign):
        assert isinstance(node, ast.Assign)
        call = node.value
        if isinstance(call, ast.Call) and call.args and source.of(call.args[0]) == source.of(node.targets[0]):
            yield one(
                "layer skipped", source, node, f"{source.of(call.func)} skipped", source.replace(node, "pass")
            )


@operator("state not passed on")
def _(tree: Tree) -> Iterator[Mutant]:
    """What a call in a loop gives goes to another name, so that the next turn sees the old state."""
    for source, node in inside(tree, ast.Assign):
        assert isinstance(node, ast.Assign)
        target = node.targets[0]
        looped = isinstance(source.parents[node], ast.For) and isinstance(target, ast.Tuple | ast.Name)
        if looped and isinstance(node.value, ast.Call | ast.BinOp):
            yield one("state not passed on", source, node, "kept", source.replace(target, "_lost"))


@operator("loop one short")
def _(tree: Tree) -> Iterator[Mutant]:
    for source, node in inside(tree, ast.For):
        assert isinstance(node, ast.For)
        text = source.of(node.iter)
        yield one(
            "loop one short",
            source,
            node,
            "first turn left out",
            source.replace(node.iter, f"list({text})[1:]"),
        )


@operator("operands swapped")
def _(tree: Tree) -> Iterator[Mutant]:
    """Cannot change anything for sums and products: shown equal."""
    for source, node in inside(tree, ast.BinOp):
        assert isinstance(node, ast.BinOp)
        if isinstance(node.op, ast.Add | ast.Mult) and is_array(source, node):
            sign = "+" if isinstance(node.op, ast.Add) else "*"
            text = f"({source.of(node.right)}) {sign} ({source.of(node.left)})"
            yield one("operands swapped", source, node, sign, source.replace(node, text), harmful=False)


@operator("line of no effect")
def _(tree: Tree) -> Iterator[Mutant]:
    for source, node in inside(tree, ast.Return):
        assert isinstance(node, ast.Return)
        if isinstance(source.parents[node], ast.FunctionDef):
            text = f"_unused = 1\n{' ' * node.col_offset}{source.of(node)}"
            yield one("line of no effect", source, node, "added", source.replace(node, text), harmful=False)
