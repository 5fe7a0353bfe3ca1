"""Which definitions may ask for variables at all, by what they mention: an over-approximation.

Only these are evaluated on unknown arguments; the rest of a repository costs no more than its parsing.
A dotted name is followed to what it means; an attribute of anything else may be every definition of that
name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from tf1to2reuse.facts.links import Links
from tf1to2reuse.facts.program import Definition, ModuleFacts, Program
from tf1to2reuse.facts.survey import dotted

MAKERS = {
    "get_variable", "Variable", "variable_scope", "variable_op_scope", "make_template", "rnn_cell",
    "dynamic_rnn", "static_rnn", "bidirectional_dynamic_rnn", "static_bidirectional_rnn", "model_variable",
    "trainable_variables", "global_variables", "get_variable_scope",
}  # fmt: skip
"""Names that say it by themselves, whatever they are attributes of."""

LIBRARIES = {"layers", "contrib", "slim", "tf_slim", "keras", "rnn", "variable_scope"}
"""Parts of a name outside the repository that say it."""

NO_LAYERS = {"data", "distributions", "learn", "lookup", "summary", "tpu", "training", "util"}
"""Parts of ``tf.contrib`` that make no variables of a model."""


@dataclass(eq=False)
class Mentions:
    """What one definition, or one global name of a module, mentions."""

    keys: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    makes: bool = False


@dataclass(eq=False)
class Interest:
    """The definitions that may ask for variables, and who may call whom among them.

    ``direct`` are those that name something outside the repository which may.
    """

    keys: set[str]
    direct: set[str]
    callers: dict[str, list[str]]

    def callers_first(self, keys: Iterable[str]) -> list[str]:
        """The keys with every definition behind those that may call it, as far as calls have no circle."""
        order: dict[str, None] = {}
        for key in keys:
            pending = [(key, iter(self.callers.get(key, ())))]
            seen = {key}
            while pending:
                current, rest = pending[-1]
                caller = next((one for one in rest if one not in seen and one not in order), None)
                if caller is None:
                    order[current] = None
                    pending.pop()
                else:
                    seen.add(caller)
                    pending.append((caller, iter(self.callers.get(caller, ()))))
        wanted = set(keys)
        return [key for key in order if key in wanted]


def interest(program: Program) -> Interest:
    """The definitions that mention a maker of variables, or a definition that does."""
    links = Links(program)
    mentions = all_mentions(links)
    by_key = {d.key: d for d in program.definitions()}
    users, readers = users_of(mentions)
    values = {file for mention in mentions.values() for file in mention.modules}
    callers: dict[str, list[str]] = {}
    direct = {key for key, mention in mentions.items() if mention.makes}
    pending = sorted(direct)
    while pending:
        key = pending.pop()
        if key in callers:
            continue
        definition = by_key.get(key)
        name, file = attribute_name(key, definition, values), file_of(key)
        found = [reader for reader in readers.get(name, ()) if file in links.reach(file_of(reader))]
        if definition is not None and definition.parent is not None:
            found.append(definition.parent.key)
        callers[key] = [*users.get(key, ()), *found]
        pending += callers[key]
    return Interest(callers.keys() & by_key.keys(), direct, callers)


def attribute_name(key: str, definition: Definition | None, values: set[str]) -> str:
    """The name by which an attribute of an unknown object may be this; empty if none may.

    It may be a method, what was assigned to an attribute, or a name of a module that is used as a value.
    ``__init__`` is called by the class's name, and ``super().__init__`` by a class that names its base.
    """
    if definition is None:
        return key.partition(":=.")[2] or (key.rpartition(":")[2] if file_of(key) in values else "")
    name = "" if definition.name == "__init__" else definition.name
    return name if definition.parent is not None or file_of(key) in values else ""


def file_of(key: str) -> str:
    """The file of a definition or global name."""
    return key.partition(":")[0]


def users_of(mentions: dict[str, Mentions]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Who mentions a definition, by its key, and who reads an attribute, by its name."""
    users: dict[str, list[str]] = {}
    readers: dict[str, list[str]] = {}
    for key, mention in mentions.items():
        for name in mention.keys:
            users.setdefault(name, []).append(key)
        for name in mention.attributes:
            readers.setdefault(name, []).append(key)
    return users, readers


def all_mentions(links: Links) -> dict[str, Mentions]:
    """The mentions of every definition, global and attribute. What a lambda mentions counts for what is
    around it."""
    found: dict[str, Mentions] = {}
    for facts in links.program.modules.values():
        for owners, node in facts.mentions:
            for owner in owners:
                note(links, facts, found.setdefault(owner, Mentions()), node)
    return found


def note(links: Links, facts: ModuleFacts, mention: Mentions, node: ast.Name | ast.Attribute) -> None:
    """Adds what one name or attribute may mean."""
    parts = (node.id,) if isinstance(node, ast.Name) else dotted(node)
    if not parts and isinstance(node, ast.Attribute):
        mention.attributes.add(node.attr)
        mention.makes = mention.makes or node.attr in MAKERS
        return
    meaning = links.meaning(facts, parts)
    mention.keys |= meaning.keys
    mention.attributes |= meaning.attributes
    mention.modules |= meaning.modules
    mention.makes = mention.makes or not MAKERS.isdisjoint(parts) or any(map(is_library, meaning.outside))


def is_library(name: str) -> bool:
    """Whether a name outside the repository is one of a library of layers."""
    parts = name.split(".")
    if "contrib" in parts[:-1] and parts[parts.index("contrib") + 1] in NO_LAYERS:
        return False
    return not LIBRARIES.isdisjoint(parts)
