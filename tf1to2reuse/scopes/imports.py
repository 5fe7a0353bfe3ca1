"""Imports: modules of the repository are evaluated, everything else is External."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

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
    return ev.program.find_module(name, frame.module)


def import_modules(ev: Evaluator, frame: Frame, node: ast.Import) -> None:
    """``import a.b as c``."""
    for alias in node.names:
        facts = find(ev, frame, alias.name)
        if alias.asname is not None:
            frame.env.names[alias.asname] = ev.module(facts) if facts else canonical_external(alias.name)
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
    base = base_name(frame, node)
    facts = find(ev, frame, base) if base else None
    for alias in node.names:
        if alias.name == "*":
            if facts is not None:
                module = ev.module(facts)
                frame.env.names.update({k: v for k, v in module.names.items() if not k.startswith("_")})
            continue
        frame.env.names[alias.asname or alias.name] = imported(ev, frame, base, facts, alias.name)


def base_name(frame: Frame, node: ast.ImportFrom) -> str:
    """The absolute dotted name after ``from``."""
    if node.level == 0:
        return node.module or ""
    package = frame.module.package
    for _ in range(node.level - 1):
        package = package.rpartition(".")[0]
    return ".".join(part for part in (package, node.module) if part)


def imported(ev: Evaluator, frame: Frame, base: str, facts: ModuleFacts | None, name: str) -> Value:
    """The value that ``from base import name`` binds."""
    if facts is not None:
        module = ev.module(facts)
        if name in module.names:
            return module.names[name]
    submodule = find(ev, frame, f"{base}.{name}" if base else name)
    if submodule is not None:
        return ev.module(submodule)
    if facts is not None:
        return Sym("attr", (facts.name, name), f"{name} is not defined in {facts.file}")
    return canonical_external(f"{base}.{name}")


__all__ = ["ModuleVal", "import_modules", "import_names"]
