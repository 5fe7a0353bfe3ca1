"""Imports: modules of the repository are evaluated, everything else is External."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf1to2reuse.facts.links import base_name
from tf1to2reuse.scopes.copies import copy_of
from tf1to2reuse.scopes.names import canonical_external
from tf1to2reuse.scopes.values import External, ModuleVal, Sym, Value

if TYPE_CHECKING:
    from tf1to2reuse.facts.program import ModuleFacts
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

OUTSIDE = {"tensorflow", "numpy", "tf_slim", "six", "os", "sys", "math", "re", "time", "json", "collections"}


def find(ev: Evaluator, frame: Frame, name: str) -> ModuleFacts | None:
    """The repository module of that name; the standard library and TensorFlow are never shadowed by a
    like-named file deeper in the tree."""
    if name.partition(".")[0] in OUTSIDE and name not in ev.program.by_name:
        return None
    found = ev.program.find_module(name, frame.module)
    return None if found is not None and copy_of(found) else found


def outside(ev: Evaluator, frame: Frame, name: str) -> External:
    """A module that is not followed, under its canonical name, also where a copy of it is in the tree."""
    found = ev.program.find_module(name, frame.module) if name.partition(".")[0] != "tensorflow" else None
    copied = copy_of(found) if found is not None else ""
    return External(copied) if copied else canonical_external(name)


def import_modules(ev: Evaluator, frame: Frame, node: ast.Import) -> None:
    """``import a.b as c``."""
    for alias in node.names:
        facts = find(ev, frame, alias.name)
        if alias.asname is not None:
            frame.env.names[alias.asname] = ev.module(facts) if facts else outside(ev, frame, alias.name)
            continue
        top = alias.name.partition(".")[0]
        if facts is None:
            frame.env.names[top] = canonical_external(top)
            continue
        ev.module(facts)
        top_facts = find(ev, frame, top)
        frame.env.names[top] = ev.module(top_facts) if top_facts else External(top)


def import_names(ev: Evaluator, frame: Frame, node: ast.ImportFrom) -> None:
    """``from a import b as c`` and ``from a import *``."""
    base = base_name(frame.module, node)
    facts = find(ev, frame, base) if base else None
    for alias in node.names:
        if alias.name == "*":
            if facts is not None:
                module = ev.module(facts)
                frame.env.names.update({k: v for k, v in module.names.items() if not k.startswith("_")})
            continue
        frame.env.names[alias.asname or alias.name] = imported(ev, frame, base, facts, alias.name)


def imported(ev: Evaluator, frame: Frame, base: str, facts: ModuleFacts | None, name: str) -> Value:
    """The value that ``from base import name`` binds."""
    if facts is not None:
        module = ev.module(facts)
        if name in module.names:
            return module.names[name]
    submodule = find(ev, frame, f"{base}.{name}" if base else name)
    if submodule is not None:
        return ev.module(submodule)
    if facts is not None and (inner := ev.program.by_name.get(f"{facts.name}.{name}")) and copy_of(inner):
        return External(copy_of(inner))
    if facts is not None:
        return Sym("attr", (facts.name, name), f"{name} is not defined in {facts.file}")
    named = outside(ev, frame, f"{base}.{name}")
    around = outside(ev, frame, base)
    is_copy = named == canonical_external(f"{base}.{name}") and around != canonical_external(base)
    return canonical_external(f"{around.name}.{name}") if is_copy else named


__all__ = ["ModuleVal", "import_modules", "import_names"]
