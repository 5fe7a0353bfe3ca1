"""Makes a failing program small while it still fails.

Statements are dropped, blocks unwrapped, calls lose arguments.
"""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Callable, Iterator, Mapping

Fails = Callable[[Mapping[str, str]], bool]
BLOCKS = ("body", "orelse", "finalbody")


def shrink(modules: Mapping[str, str], fails: Fails, budget: int = 600) -> dict[str, str]:
    """The smallest program found that still fails."""
    best = dict(modules)
    tries = 0
    progress = True
    while progress and tries < budget:
        progress = False
        for candidate in candidates(best):
            tries += 1
            if tries > budget:
                break
            if fails(candidate):
                best, progress = candidate, True
                break
    return best


def candidates(modules: dict[str, str]) -> Iterator[dict[str, str]]:
    """Smaller programs, the boldest cuts first."""
    for file, source in modules.items():
        tree = ast.parse(source)
        offset = len(source) - len(source.lstrip("\n"))
        for smaller in smaller_trees(tree):
            try:
                text = "\n" * offset + ast.unparse(ast.fix_missing_locations(smaller)) + "\n"
                if undefined(ast.parse(text)):
                    continue
            except (SyntaxError, ValueError, AttributeError):
                continue
            yield {**modules, file: text}


def smaller_trees(tree: ast.Module) -> Iterator[ast.Module]:
    """Copies of a tree with one thing less."""
    places = [
        (number, name)
        for number, node in enumerate(ast.walk(tree))
        for name in BLOCKS
        if isinstance(getattr(node, name, None), list)
    ]
    for number, name in places:
        size = len(getattr(nth(tree, number), name))
        if name == "body" and not number:
            spans = [(i, i + 1) for i in range(size)]
        else:
            spans = [(0, size), *((i, i + 1) for i in range(size - 1, -1, -1))]
        for start, end in spans:
            yield from cut(tree, number, name, start, end)
        for position in range(size):
            yield from unwrap(tree, number, name, position)
    for number, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.Call):
            for index in range(len(node.keywords)):
                changed = copy.deepcopy(tree)
                del nth(changed, number).keywords[index]
                yield changed
        if isinstance(node, ast.FunctionDef):
            yield from drop_parameters(tree, number, node)
        if isinstance(node, ast.JoinedStr | ast.BinOp) and not isinstance(node, ast.BinOp):
            yield swap(tree, number, ast.Constant("z"))
        if isinstance(node, ast.With) and len(node.items) > 1:
            for index in range(len(node.items)):
                changed = copy.deepcopy(tree)
                del nth(changed, number).items[index]
                yield changed
        if isinstance(node, ast.withitem) and node.optional_vars is not None:
            changed = copy.deepcopy(tree)
            nth(changed, number).optional_vars = None
            yield changed


def undefined(tree: ast.Module) -> set[str]:
    """Names that are read and bound nowhere: such a program would fail for a reason of its own."""
    bound, read = set(dir(builtins)), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            bound.add(node.name)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).partition(".")[0])
    return read - bound


def nth(tree: ast.AST, number: int) -> ast.AST:
    """The node at a place in walking order."""
    for index, node in enumerate(ast.walk(tree)):
        if index == number:
            return node
    raise IndexError(number)


def swap(tree: ast.Module, number: int, new: ast.AST) -> ast.Module:
    """A copy with one node replaced."""
    changed = copy.deepcopy(tree)
    old = nth(changed, number)
    for node in ast.walk(changed):
        for name, value in ast.iter_fields(node):
            if value is old:
                setattr(node, name, new)
            elif isinstance(value, list) and any(item is old for item in value):
                setattr(node, name, [new if item is old else item for item in value])
    return changed


def cut(tree: ast.Module, number: int, name: str, start: int, end: int) -> Iterator[ast.Module]:
    """Without the statements of a span; a body keeps a ``pass``."""
    statements = getattr(nth(tree, number), name)[start:end]
    if not statements or all(isinstance(s, ast.Pass | ast.Import) for s in statements):
        return
    changed = copy.deepcopy(tree)
    block = getattr(nth(changed, number), name)
    del block[start:end]
    if not block and name == "body" and number:
        block.append(ast.Pass())
    yield changed


def unwrap(tree: ast.Module, number: int, name: str, position: int) -> Iterator[ast.Module]:
    """A compound statement replaced by its own body."""
    statement = getattr(nth(tree, number), name)[position]
    if not isinstance(statement, ast.With | ast.If | ast.For | ast.While | ast.Try):
        return
    for inner in BLOCKS:
        if getattr(statement, inner, None):
            changed = copy.deepcopy(tree)
            block = getattr(nth(changed, number), name)
            block[position : position + 1] = getattr(block[position], inner)
            yield changed


def drop_parameters(tree: ast.Module, number: int, node: ast.FunctionDef) -> Iterator[ast.Module]:
    """Without one defaulted parameter at the end."""
    if node.args.defaults:
        changed = copy.deepcopy(tree)
        arguments = nth(changed, number).args  # type: ignore[attr-defined]
        arguments.args.pop()
        arguments.defaults.pop()
        yield changed


def size(modules: Mapping[str, str]) -> int:
    """Lines that are not empty."""
    return sum(bool(line.strip()) for source in modules.values() for line in source.splitlines())
