"""Which graph collections a program reads: those that it never reads need not be filled."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tf1to2reuse.facts.program import ModuleFacts, Program

READERS = {
    "get_collection": ("key", "name"),
    "get_collection_ref": ("key", "name"),
    "convert_collection_to_dict": ("collection",),
    "summarize_collection": ("collection",),
    "summarize_activations": (),
    "get_all_collection_keys": (),
}
"""What reads a collection, by its own name, and the names of its argument that says which."""
_MENTIONED = re.compile("|".join(READERS))
_KEYS = {"GLOBAL_VARIABLES": "variables"}
"""Keys of ``tf.GraphKeys`` whose text is not their name in lower case."""


@dataclass(frozen=True)
class CollectionReads:
    """``keys`` of collections that are read; ``unknown``: one is read whose key is not known."""

    keys: frozenset[str]
    unknown: bool

    def may_read(self, names: object) -> bool:
        """Whether one of the collections that an argument names may be read."""
        if isinstance(names, str):
            return self.unknown or names.rpartition(".")[2].lower() in self.keys or names in self.keys
        if isinstance(names, list | tuple | set):
            return any(map(self.may_read, names))
        return names is not None and (self.unknown or bool(self.keys))


def collection_reads(program: Program) -> CollectionReads:
    """What the whole program reads."""
    found = [key for facts in program.modules.values() for key in _reads(facts)]
    return CollectionReads(frozenset(key for key in found if key is not None), None in found)


def _reads(facts: ModuleFacts) -> Iterator[str | None]:
    """The keys that a module reads, None for one that is not known."""
    if not _MENTIONED.search(facts.source.text):
        return
    called = {node.func: node for node in facts.calls if isinstance(node, ast.Call)}
    for node in facts.nodes:
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if name in READERS:
            yield _key(called[node], READERS[name]) if node in called else None


def _key(call: ast.Call, names: tuple[str, ...]) -> str | None:
    given = [*call.args[:1], *(k.value for k in call.keywords if k.arg in names)]
    node = given[0] if given and names else None
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Attribute) and node.attr.isupper():
        return _KEYS.get(node.attr, node.attr.lower())
    return None
