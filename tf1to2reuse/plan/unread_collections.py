"""Collections that a layer call fills and nobody reads: the argument goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tf1to2reuse.apis.layers import UNKNOWN, Bound
from tf1to2reuse.apis.layers.signature import COLLECTIONS
from tf1to2reuse.facts.collection_reads import CollectionReads

_NONE = Bound("None", None, given=False)
_VARIABLES = ("variables", "trainable_variables", "global_variables", "local_variables", "model_variables")
"""Collections that TensorFlow itself reads, whatever the program does."""


def without_unread(reads: CollectionReads, arguments: Mapping[str, Bound]) -> dict[str, Bound]:
    """The arguments of a call, and of the normalizer in it, without collections that are never read."""
    found = dict(arguments)
    for name, bound in arguments.items():
        if bound.items is not None:
            found[name] = replace(bound, items=without_unread(reads, bound.items))
        elif name in COLLECTIONS and not kept(reads, name, bound.literal):
            found[name] = _NONE
    return found


def kept(reads: CollectionReads, argument: str, names: object) -> bool:
    """Whether one of the collections may be read."""
    if names is UNKNOWN and argument == "variables_collections":
        return True  # it may be one that TensorFlow reads
    values = list(names.values()) if isinstance(names, Mapping) else [names]
    flat = [name for value in values for name in (value if isinstance(value, list | tuple) else [value])]
    own = any(isinstance(name, str) and name.rpartition(".")[2].lower() in _VARIABLES for name in flat)
    return own or any(map(reads.may_read, flat))
