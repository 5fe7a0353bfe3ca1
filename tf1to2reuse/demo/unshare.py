"""A rewritten tree with one shared layer becomes the same tree with two copies of that layer.

This is the mistake that verification exists for: both copies load the same checkpoint, so the outputs stay
equal, while the training of the model is no longer the same.
"""

from __future__ import annotations

import ast
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST = "tf1to2reuse.json"
SUFFIX = "_copy"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class SharedLayer:
    """A layer that one function calls several times: ``target = Class(...)``, then ``target(...)`` twice.

    ``owner`` is its key in the manifest, under ``section``; ``target`` is ``self.encoder`` or ``encoder``.
    """

    file: str
    section: str
    owner: str
    target: str
    creation: ast.stmt
    calls: tuple[ast.Call, ...]

    @property
    def attribute(self) -> str:
        """The name of the manifest's slot."""
        return self.target.rpartition(".")[2]


def unshare(tree: Path) -> str:
    """Give the second call of one shared layer a layer of its own, in the files of ``tree``.

    Returns a sentence that says what was done. Raises LookupError when nothing in the tree is shared.
    """
    manifest_file = tree / MANIFEST
    manifest = json.loads(manifest_file.read_text("utf-8"))
    shared = next(shared_layers(tree, manifest), None)
    if shared is None:
        raise LookupError(f"no layer is called twice in {tree}")
    file = tree / shared.file
    file.write_bytes(_with_copy(file.read_bytes(), shared))
    _declare_copy(manifest[shared.section][shared.owner]["slots"], shared.attribute)
    manifest_file.write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    call = shared.calls[1]
    return f"{shared.file}:{call.lineno}: the second call of {shared.target} got a layer of its own"


def shared_layers(tree: Path, manifest: dict[str, Any]) -> Iterator[SharedLayer]:
    """Every layer of the manifest that one function constructs, or its class does, and calls twice."""
    for file in sorted(tree.rglob("*.py")):
        name = file.relative_to(tree).as_posix()
        module = ast.parse(file.read_bytes())
        for section, owner, creators, users in _owners(module, name, manifest):
            attributes = {
                slot["attribute"] for slot in manifest[section][owner]["slots"] if _has_weights(slot)
            }
            creations = _creations(creators)
            for target, calls in _calls(users).items():
                if target in creations and target.rpartition(".")[2] in attributes and len(calls) > 1:
                    yield SharedLayer(name, section, owner, target, creations[target], tuple(calls))


def _has_weights(slot: dict[str, Any]) -> bool:
    """Doubling a weight's read or a layer without weights would change nothing."""
    return slot["kind"] == "layer" or bool(slot.get("weights"))


def _owners(
    module: ast.Module, file: str, manifest: dict[str, Any]
) -> Iterator[tuple[str, str, list[Function], list[Function]]]:
    """Manifest section and key, the functions that create its layers, the functions that call them."""
    for node in module.body:
        key = f"{file}:{getattr(node, 'name', '')}"
        if isinstance(node, ast.ClassDef) and key in manifest["classes"]:
            methods = [item for item in node.body if isinstance(item, Function)]
            yield "classes", key, methods, methods
        elif isinstance(node, Function) and key in manifest.get("functions", {}):
            yield "functions", key, [node], [node]


def _creations(functions: list[Function]) -> dict[str, ast.stmt]:
    """Target text to its only assignment of a constructed object."""
    found: dict[str, ast.stmt] = {}
    for node in _nodes(functions):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.value, ast.Call):
            found[ast.unparse(node.targets[0])] = node
    return found


def _calls(functions: list[Function]) -> dict[str, list[ast.Call]]:
    """Callee text to its calls, in the order of the lines."""
    found: defaultdict[str, list[ast.Call]] = defaultdict(list)
    for node in _nodes(functions):
        if isinstance(node, ast.Call):
            found[ast.unparse(node.func)].append(node)
    for calls in found.values():
        calls.sort(key=lambda call: (call.lineno, call.col_offset))
    return found


def _nodes(functions: list[Function]) -> Iterator[ast.AST]:
    for function in functions:
        yield from ast.walk(function)


def _with_copy(source: bytes, shared: SharedLayer) -> bytes:
    """The file's bytes with a second construction and the second call going to it."""
    lines = source.splitlines(keepends=True)
    target = shared.target.encode()
    copy = target + SUFFIX.encode()
    call = shared.calls[1].func
    line, start, end = call.lineno - 1, call.col_offset, call.end_col_offset
    lines[line] = lines[line][:start] + copy + lines[line][end:]
    first, last = shared.creation.lineno - 1, shared.creation.end_lineno or shared.creation.lineno
    second = b"".join(lines[first:last]).replace(target, copy, 1)
    return b"".join([*lines[:last], second, *lines[last:]])


def _declare_copy(slots: list[dict[str, Any]], attribute: str) -> None:
    """Map the copy to the same variables, so that it loads the same checkpoint."""
    for number, slot in enumerate(slots):
        if slot["attribute"] == attribute:
            slots.insert(number + 1, {**slot, "attribute": attribute + SUFFIX})
            return
