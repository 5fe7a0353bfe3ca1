"""Mistakes in what is shared: instances unshared, merged, swapped, copied; names of the map swapped."""

from __future__ import annotations

import ast
import copy
import itertools
from collections.abc import Iterator
from typing import Any

from edits import Edit, Mutant, Source, Tree, dotted, manifest_edit, operator

from tf1to2reuse.demo.unshare import SUFFIX, SharedLayer, shared_layers


def source_of(tree: Tree, file: str) -> Source:
    return next(source for source in tree.sources if source.file == file)


def unshared(tree: Tree, shared: SharedLayer, made: str) -> list[Edit]:
    """The second call goes to ``target_copy``; ``made`` is how that is constructed."""
    source = source_of(tree, shared.file)
    text = source.of(shared.creation)
    indent = " " * shared.creation.col_offset
    second = f"{text}\n{indent}{shared.target}{SUFFIX} = {made}"
    call = shared.calls[1].func
    return [source.replace(shared.creation, second), source.replace(call, shared.target + SUFFIX)]


def with_copy_slot(tree: Tree, shared: SharedLayer) -> Edit:
    manifest = copy.deepcopy(tree.manifest)
    slots = manifest[shared.section][shared.owner]["slots"]
    place = next(i for i, slot in enumerate(slots) if slot["attribute"] == shared.attribute)
    slots.insert(place + 1, {**slots[place], "attribute": shared.attribute + SUFFIX})
    return manifest_edit(tree, manifest)


def value_text(tree: Tree, shared: SharedLayer) -> str:
    assert isinstance(shared.creation, ast.Assign)
    return source_of(tree, shared.file).of(shared.creation.value)


@operator("instance unshared, both in the map")
def _(tree: Tree) -> Iterator[Mutant]:
    for shared in shared_layers(tree.folder, tree.manifest):
        edits = [*unshared(tree, shared, value_text(tree, shared)), with_copy_slot(tree, shared)]
        yield Mutant(
            "instance unshared, both in the map",
            f"{shared.file} {shared.target}",
            tuple(edits),
            True,
            (shared.attribute,),
        )


@operator("instance unshared")
def _(tree: Tree) -> Iterator[Mutant]:
    for shared in shared_layers(tree.folder, tree.manifest):
        edits = unshared(tree, shared, value_text(tree, shared))
        expected = (shared.attribute, shared.attribute + SUFFIX)
        yield Mutant("instance unshared", f"{shared.file} {shared.target}", tuple(edits), True, expected)


@operator("instance copied")
def _(tree: Tree) -> Iterator[Mutant]:
    for shared in shared_layers(tree.folder, tree.manifest):
        made = f'__import__("copy").deepcopy({shared.target})'
        edits = [*unshared(tree, shared, made), with_copy_slot(tree, shared)]
        yield Mutant(
            "instance copied", f"{shared.file} {shared.target}", tuple(edits), True, (shared.attribute,)
        )


def pairs(tree: Tree) -> Iterator[tuple[Source, ast.ClassDef, ast.Assign, ast.Assign]]:
    """Two attributes of one class that hold instances of one class."""
    for source in tree.sources:
        for cls in source.classes():
            made = [
                node
                for node in ast.walk(cls)
                if isinstance(node, ast.Assign)
                and isinstance(node.targets[0], ast.Attribute)
                and isinstance(node.value, ast.Call)
                and dotted(node.value.func).rpartition(".")[2][:1].isupper()
            ]
            for one, other in itertools.combinations(made, 2):
                assert isinstance(one.value, ast.Call) and isinstance(other.value, ast.Call)
                if dotted(one.value.func) == dotted(other.value.func):
                    yield source, cls, one, other


def names_of(*nodes: ast.Assign) -> tuple[str, ...]:
    return tuple(node.targets[0].attr for node in nodes if isinstance(node.targets[0], ast.Attribute))


@operator("instances merged")
def _(tree: Tree) -> Iterator[Mutant]:
    for source, _, one, other in pairs(tree):
        edit = source.replace(other.value, source.of(one.targets[0]))
        yield Mutant("instances merged", f"{source.file}:{other.lineno}", (edit,), True, names_of(one, other))


@operator("instances merged by copy()")
def _(tree: Tree) -> Iterator[Mutant]:
    for source, _, one, other in pairs(tree):
        edit = source.replace(other.value, f'__import__("copy").copy({source.of(one.targets[0])})')
        yield Mutant(
            "instances merged by copy()", f"{source.file}:{other.lineno}", (edit,), True, names_of(one, other)
        )


@operator("instances swapped")
def _(tree: Tree) -> Iterator[Mutant]:
    """Their calls, not their constructors, so that the map stays as it is."""
    for source, cls, one, other in pairs(tree):
        first, second = source.of(one.targets[0]), source.of(other.targets[0])
        edits = []
        for node in ast.walk(cls):
            if isinstance(node, ast.Call) and source.of(node.func) in (first, second):
                edits.append(source.replace(node.func, second if source.of(node.func) == first else first))
        yield Mutant(
            "instances swapped", f"{source.file} {first} {second}", tuple(edits), True, names_of(one, other)
        )


@operator("list of one instance")
def _(tree: Tree) -> Iterator[Mutant]:
    """``[Block(i) for i in n]`` becomes one block, n times."""
    for source in tree.sources:
        for node in ast.walk(source.module):
            if not isinstance(node, ast.ListComp) or not isinstance(node.elt, ast.Call):
                continue
            if dotted(node.elt.func).rpartition(".")[2][:1].isupper():
                edit = source.replace(node, f"(lambda made: made[:1] * len(made))({source.of(node)})")
                where = f"{source.file}:{node.lineno}"
                yield Mutant("list of one instance", where, (edit,), True, source.expected(node))


@operator("second instance used for both")
def _(tree: Tree) -> Iterator[Mutant]:
    for source, cls, one, other in pairs(tree):
        first, second = source.of(one.targets[0]), source.of(other.targets[0])
        calls = [n for n in ast.walk(cls) if isinstance(n, ast.Call) and source.of(n.func) == first]
        edits = tuple(source.replace(node.func, second) for node in calls)
        yield Mutant(
            "second instance used for both", f"{source.file} {first}", edits, True, names_of(one, other)
        )


# ---------------------------------------------------------------- the map


def slots(manifest: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for section in ("classes", "functions"):
        for key, owner in manifest.get(section, {}).items():
            yield f"{section} {key}", owner["slots"]


def changed_maps(tree: Tree) -> Iterator[tuple[str, str, dict[str, Any], tuple[str, ...]]]:
    for number, (key, own) in enumerate(slots(tree.manifest)):
        for i, slot in enumerate(own):
            for changed_slot, what, names in changes_of(slot):
                manifest = copy.deepcopy(tree.manifest)
                list(slots(manifest))[number][1][i] = changed_slot
                yield what, f"{key} {slot['attribute']}", manifest, names
        for i, j in itertools.combinations(range(len(own)), 2):
            if own[i]["kind"] == own[j]["kind"] and own[i]["path"] != own[j]["path"]:
                manifest = copy.deepcopy(tree.manifest)
                other = list(slots(manifest))[number][1]
                other[i]["path"], other[j]["path"] = own[j]["path"], own[i]["path"]
                names = (own[i]["attribute"], own[j]["attribute"], key.rpartition(":")[2])
                yield "two paths of the map swapped", f"{key} {names[0]} {names[1]}", manifest, names


def changes_of(slot: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, tuple[str, ...]]]:
    weights = slot.get("weights") or {}
    names = (slot["attribute"],)
    leaves = {k: v for k, v in weights.items() if isinstance(v, str)}
    for one, other in itertools.combinations(leaves, 2):
        swapped = {**weights, one: leaves[other], other: leaves[one]}
        yield {**slot, "weights": swapped}, "two keys of the map swapped", names
    if isinstance(slot.get("transform"), dict) and "forget_bias" in slot["transform"]:
        yield {**slot, "transform": {**slot["transform"], "forget_bias": 0.0}}, "forget bias", names


@operator("map")
def _(tree: Tree) -> Iterator[Mutant]:
    for what, where, manifest, names in changed_maps(tree):
        yield Mutant(what, where, (manifest_edit(tree, manifest),), True, names)


@operator("average instead of raw weights")
def _(tree: Tree) -> Iterator[Mutant]:
    for number, (key, own) in enumerate(slots(tree.manifest)):
        for i, slot in enumerate(own):
            if slot["kind"] == "weight":
                manifest = copy.deepcopy(tree.manifest)
                changed = list(slots(manifest))[number][1][i]
                changed["path"] += "/ExponentialMovingAverage"
                yield Mutant("average instead of raw weights", f"{key} {slot['attribute']}",
                             (manifest_edit(tree, manifest),), True, (slot["attribute"],))  # fmt: skip
