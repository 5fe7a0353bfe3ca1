"""A slot's path template becomes the TF1 scope path of one instance, numbered as TF1 numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

WORDS = r"self|name|name:\w+|keyscope|key|key:[^{}]+|auto:[^{}]+|same:[^{}]+|attr:\w+|item:\w+"
INDEX = r"index(?:[+-]\d+)?|\d+-index"
PLACEHOLDER = re.compile(rf"\{{({WORDS}|{INDEX})\}}")
SLOTS = (
    "Adam", "Adam_1", "Momentum", "RMSProp", "RMSProp_1", "RMSProp_2", "Adagrad", "Adadelta", "Adadelta_1",
    "Ftrl", "Ftrl_1", "AdaMax", "AdaMax_1", "LAMB", "LAMB_1", "adam_m", "adam_v", "Nadam", "Nadam_1",
)  # fmt: skip
POWERS = re.compile(r"(^|/)beta[12]_power(_\d+)?$")


class TemplateError(ValueError):
    """A template asks for a name, place or key that the instance does not have."""


@dataclass
class Counters:
    """How many unnamed layers each (scope path, base name) has seen, as TF1 counts them."""

    seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def next(self, scope: str, base: str) -> str:
        number = self.seen.get((scope, base), 0)
        self.seen[scope, base] = number + 1
        return f"{base}_{number}" if number else base

    def last(self, scope: str, base: str) -> str:
        """The name that ``next`` gave last: of another part of the same layer."""
        number = self.seen.get((scope, base), 1) - 1
        return f"{base}_{number}" if number else base


@dataclass(frozen=True)
class Instance:
    """What a template may ask of the instance it names, and of the owner that holds it."""

    name: str | None = None
    index: int | None = None
    key: str | None = None
    owner: object = None


def join(scope: str, relative: str) -> str:
    """``relative`` inside ``scope``; a leading slash makes it absolute, an empty one is the scope itself."""
    if relative.startswith("/"):
        return relative[1:]
    return f"{scope}/{relative}" if scope and relative else scope or relative


def expand(template: str, scope: str, instance: Instance, counters: Counters) -> str:
    """The absolute TF1 path of ``template`` inside ``scope``."""
    absolute = template.startswith("/")
    path = "" if absolute else scope
    for component in template.lstrip("/").split("/") if template.strip("/") else ():
        path = join(path, _component(component, path, instance, counters))
    return path


def _component(text: str, scope: str, instance: Instance, counters: Counters) -> str:
    def value(match: re.Match[str]) -> str:
        what = match.group(1)
        if what.startswith("auto:"):
            return counters.next(scope, what[len("auto:") :])
        if what.startswith("same:"):
            return counters.last(scope, what[len("same:") :])
        if what == "self" or what.startswith("attr:"):
            found = getattr(instance.owner, "name" if what == "self" else what[len("attr:") :], None)
        elif what.startswith("item:"):
            found = item_beside(instance, what[len("item:") :])
        elif what.startswith("name:"):
            found = name_beside(instance, what[len("name:") :])
        elif what.startswith("key:"):
            found = instance.key.removesuffix(what[len("key:") :]) if instance.key is not None else None
        elif what == "keyscope":
            found = instance.key.rpartition("/")[0] if instance.key is not None else None
        elif "index" in what:
            found = counted(what, instance.index)
        else:
            found = getattr(instance, what)
        if found is None:
            raise TemplateError(f"the path {text!r} asks for {{{what}}}, which this instance does not have")
        return str(found)

    return PLACEHOLDER.sub(value, text)


def counted(what: str, index: int | None) -> int | None:
    """The number that ``index``, ``index+1`` or ``7-index`` gives for a place in a list."""
    if index is None or what == "index":
        return index
    if what.endswith("-index"):
        return int(what.removesuffix("-index")) - index
    return index + int(what.removeprefix("index"))


def name_beside(instance: Instance, attribute: str) -> str | None:
    """The Keras name of what another attribute of the owner holds in the same place."""
    held = getattr(instance.owner, attribute, None)
    if isinstance(held, list | tuple):
        inside = instance.index is not None and instance.index < len(held)
        held = held[instance.index] if inside and instance.index is not None else None
    name = getattr(held, "name", None)
    return name if isinstance(name, str) else None


def item_beside(instance: Instance, attribute: str) -> object:
    """What the owner keeps in another list in the same place."""
    held = getattr(instance.owner, attribute, None)
    inside = isinstance(held, list | tuple) and instance.index is not None and instance.index < len(held)
    return held[instance.index] if inside else None  # type: ignore[index]


def evidence(template: str) -> str:
    """What a match of this template rests on."""
    kinds = {match.split(":")[0] for match in PLACEHOLDER.findall(template)}
    kinds = {"index" if "index" in kind else kind for kind in kinds}
    if kinds & {"auto", "same"}:
        return "first-use order in its scope"
    if kinds & {"index", "item", "key"}:
        return "place in its list" if kinds & {"index", "item"} else "key in its dictionary"
    return "name"


def key_matches(pattern: str, key: str) -> bool:
    """Whether a dictionary key has the form of a slot's ``match``; ``{}`` stands for anything."""
    parts = [re.escape(part) for part in pattern.split("{}")]
    return not pattern or re.fullmatch(".+".join(parts), key) is not None


def auxiliary(name: str, names: Iterable[str]) -> str:
    """What kind of bookkeeping variable ``name`` is (no model weight), or an empty string."""
    if name == "global_step" or name.endswith("/global_step"):
        return "global step"
    if POWERS.search(name):
        return "optimizer state"
    owner, _, leaf = name.rpartition("/")
    if leaf not in SLOTS and not leaf.startswith("ExponentialMovingAverage"):
        return ""
    known = any(owner == other or owner.endswith("/" + other) for other in names if other != name)
    return ("optimizer slot" if leaf in SLOTS else "moving average shadow") if known else ""
