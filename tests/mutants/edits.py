"""A rewritten tree becomes damaged copies of it: every mutant is a few text replacements in its files."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MANIFEST = "tf1to2reuse.json"


@dataclass(frozen=True)
class Edit:
    """``text[start:end]`` of one file becomes ``new``."""

    file: str
    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Mutant:
    """One damage. ``harmful``: False for a change that cannot alter what the program computes.

    ``expected``: names (of a layer, an attribute or a class), one of which a good message mentions.
    """

    operator: str
    what: str
    edits: tuple[Edit, ...]
    harmful: bool = True
    expected: tuple[str, ...] = ()


@dataclass
class Source:
    """One Python file of a tree."""

    file: str
    text: str
    module: ast.Module = field(init=False)
    parents: dict[ast.AST, ast.AST] = field(init=False)

    def __post_init__(self) -> None:
        self.module = ast.parse(self.text)
        self.parents = {child: node for node in ast.walk(self.module) for child in ast.iter_child_nodes(node)}
        starts, total = [0], 0
        for line in self.text.encode().splitlines(keepends=True):
            total += len(line)
            starts.append(total)
        self._starts = starts

    def span(self, node: Any) -> tuple[int, int]:
        """Byte offsets of a node."""
        return (
            self._starts[node.lineno - 1] + node.col_offset,
            self._starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def of(self, node: ast.AST) -> str:
        start, end = self.span(node)
        return self.text.encode()[start:end].decode()

    def replace(self, node: ast.AST, new: str) -> Edit:
        return Edit(self.file, *self.span(node), new)

    def calls(self) -> Iterator[ast.Call]:
        yield from (node for node in ast.walk(self.module) if isinstance(node, ast.Call))

    def classes(self) -> Iterator[ast.ClassDef]:
        yield from (node for node in ast.walk(self.module) if isinstance(node, ast.ClassDef))

    def expected(self, node: ast.AST) -> tuple[str, ...]:
        """Attribute, name and class of the layer made or called at ``node``, and the class around it."""
        found: list[str] = []
        here: ast.AST | None = node
        while here is not None:
            if isinstance(here, ast.Call):
                if isinstance(here.func, ast.Attribute) and not here.func.attr[:1].isupper():
                    found.append(here.func.attr)
                found += [str(k.value.value) for k in here.keywords
                          if k.arg == "name" and isinstance(k.value, ast.Constant)]  # fmt: skip
            if isinstance(here, ast.Assign) and isinstance(here.targets[0], ast.Attribute):
                found.append(here.targets[0].attr)
            if isinstance(here, ast.ClassDef):
                found.append(here.name)
            here = self.parents.get(here)
        return tuple(dict.fromkeys([*found, *self.following(node)]))

    def following(self, node: Any) -> list[str]:
        """The attribute that is called next in the same method: the first layer to get a wrong value."""
        here: ast.AST | None = node
        while here is not None and not isinstance(here, ast.FunctionDef):
            here = self.parents.get(here)
        if here is None or here.name.startswith("__"):
            return []
        after = [
            call
            for call in ast.walk(here)
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and dotted(call.func).startswith("self.")
            and self.span(call)[1] > self.span(node)[1]  # those inside the node come before it
        ]
        after.sort(key=lambda call: self.span(call))
        return [call.func.attr for call in after[:1] if isinstance(call.func, ast.Attribute)]


@dataclass(frozen=True)
class Tree:
    """The files of a rewritten tree and its manifest."""

    folder: Path
    sources: tuple[Source, ...]
    manifest: dict[str, Any]


def read_tree(folder: Path) -> Tree:
    files = sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)
    sources = tuple(Source(path.relative_to(folder).as_posix(), path.read_text("utf-8")) for path in files)
    return Tree(folder, sources, json.loads((folder / MANIFEST).read_text("utf-8")))


def write_mutant(tree: Tree, mutant: Mutant, folder: Path) -> Path:
    """A copy of the tree with the mutant's edits. Raises SyntaxError if that is no Python any more."""
    shutil.copytree(tree.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in {edit.file for edit in mutant.edits}:
        text = (folder / file).read_bytes()
        own = sorted(
            (e for e in mutant.edits if e.file == file), key=lambda e: (e.start, e.end), reverse=True
        )
        for edit in own:
            text = text[: edit.start] + edit.new.encode() + text[edit.end :]
        if file.endswith(".py"):
            ast.parse(text)
        (folder / file).write_bytes(text)
    return folder


Operator = Callable[[Tree], Iterator[Mutant]]
OPERATORS: dict[str, Operator] = {}


def operator(name: str) -> Callable[[Operator], Operator]:
    """Registers an operator on whole trees under its name."""

    def register(function: Operator) -> Operator:
        OPERATORS[name] = function
        return function

    return register


def mutants(tree: Tree) -> Iterator[Mutant]:
    """All mutants of all operators, without those that leave the text as it was or repeat another one."""
    seen: set[tuple[Edit, ...]] = set()
    for make in OPERATORS.values():
        for mutant in make(tree):
            if mutant.edits and mutant.edits not in seen:
                seen.add(mutant.edits)
                yield mutant


def dotted(node: ast.AST) -> str:
    """``tf.nn.relu`` for that expression, else an empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    return ""


def manifest_edit(tree: Tree, manifest: dict[str, Any]) -> Edit:
    """The whole manifest, written anew."""
    size = len((tree.folder / MANIFEST).read_bytes())
    return Edit(MANIFEST, 0, size, json.dumps(manifest, indent=1) + "\n")
