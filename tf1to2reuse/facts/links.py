"""What a name means across modules, without evaluating anything: definitions, globals, outside names.

An over-approximation: a parameter that has the name of a definition of its module counts as that, too.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from tf1to2reuse.facts.program import ModuleFacts, Program
from tf1to2reuse.facts.survey import global_key


@dataclass(eq=False)
class Meaning:
    """What a dotted name may mean. ``attributes`` are read of something that is not known; ``modules`` are
    the files of modules that are used as values."""

    keys: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)


@dataclass(eq=False)
class Bindings:
    """What the names of one module are bound to, at any depth of it."""

    keys: dict[str, list[str]] = field(default_factory=dict)
    modules: dict[str, list[ModuleFacts]] = field(default_factory=dict)
    names: dict[str, list[tuple[ModuleFacts, str]]] = field(default_factory=dict)
    outside: dict[str, list[str]] = field(default_factory=dict)
    packages: set[str] = field(default_factory=set)
    stars: list[ModuleFacts] = field(default_factory=list)
    outside_stars: list[str] = field(default_factory=list)
    imported: set[str] = field(default_factory=set)


class Links:
    """Looks names up in a program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.bindings = {facts.file: bindings_of(program, facts) for facts in program.modules.values()}
        self.known: dict[tuple[str, tuple[str, ...]], Meaning] = {}
        self.within: dict[str, frozenset[str]] = {}

    def reach(self, file: str) -> frozenset[str]:
        """The files of the modules that a module imports, itself and those that they import included."""
        if file not in self.within:
            found, pending = {file}, [file]
            while pending:
                new = self.bindings[pending.pop()].imported - found
                found |= new
                pending.extend(new)
            self.within[file] = frozenset(found)
        return self.within[file]

    def meaning(self, facts: ModuleFacts, parts: tuple[str, ...]) -> Meaning:
        """What ``a.b.c`` may mean in a module."""
        key = (facts.file, parts)
        if key not in self.known:
            meaning = self.known[key] = Meaning()
            if not self.follow(meaning, facts, parts, set()):
                meaning.attributes.update(parts[1:])
        return self.known[key]

    def follow(
        self, meaning: Meaning, facts: ModuleFacts, parts: tuple[str, ...], seen: set[tuple[str, str]]
    ) -> bool:
        """Adds what a name of a module means; False when the module does not bind it."""
        name, rest = parts[0], parts[1:]
        if (facts.file, name) in seen:
            return False
        seen.add((facts.file, name))
        bound = self.bindings[facts.file]
        if name in bound.keys:
            meaning.keys.update(bound.keys[name])
            meaning.attributes.update(rest)
        for module in bound.modules.get(name, ()):
            self.of_module(meaning, module, rest, seen)
        for module, original in bound.names.get(name, ()):
            if not self.follow(meaning, module, (original, *rest), seen):
                meaning.attributes.update(rest)
        meaning.outside.update(".".join((dotted, *rest)) for dotted in bound.outside.get(name, ()))
        if name in bound.packages:
            self.of_package(meaning, parts, seen)
        here = (bound.keys, bound.modules, bound.names, bound.outside, bound.packages)
        return any(name in table for table in here) or self.of_stars(meaning, bound, parts, seen)

    def of_module(
        self, meaning: Meaning, module: ModuleFacts, rest: tuple[str, ...], seen: set[tuple[str, str]]
    ) -> None:
        """Adds an attribute of a module of the repository: a name in it, or a module below it."""
        if not rest:
            meaning.modules.add(module.file)
            return
        below = self.program.by_name.get(f"{module.name}.{rest[0]}")
        found = self.follow(meaning, module, rest, seen)
        if below is not None:
            self.of_module(meaning, below, rest[1:], seen)
        elif not found:
            meaning.attributes.update(rest)

    def of_package(self, meaning: Meaning, parts: tuple[str, ...], seen: set[tuple[str, str]]) -> None:
        """``import a.b.c`` binds ``a``: the longest part of the name that is a module."""
        for length in range(len(parts), 0, -1):
            module = self.program.by_name.get(".".join(parts[:length]))
            if module is not None:
                self.of_module(meaning, module, parts[length:], seen)
                return
        meaning.attributes.update(parts[1:])

    def of_stars(
        self, meaning: Meaning, bound: Bindings, parts: tuple[str, ...], seen: set[tuple[str, str]]
    ) -> bool:
        """Adds what ``from a import *`` may have brought."""
        found = [self.follow(meaning, module, parts, seen) for module in bound.stars]
        meaning.outside.update(".".join((dotted, *parts)) for dotted in bound.outside_stars)
        return any(found)


def bindings_of(program: Program, facts: ModuleFacts) -> Bindings:
    """The bindings of a module: its definitions, globals and imports."""
    bound = Bindings()
    for definition in facts.definitions.values():
        bound.keys.setdefault(definition.name, []).append(definition.key)
    for node in facts.tree.body:
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Name):
                bound.keys.setdefault(target.id, []).append(global_key(facts, target.id))
    for imported in facts.imports:
        if isinstance(imported, ast.Import):
            bind_modules(program, facts, bound, imported)
        else:
            bind_names(program, facts, bound, imported)
    return bound


def bind_modules(program: Program, facts: ModuleFacts, bound: Bindings, node: ast.Import) -> None:
    """``import a.b as c`` and ``import a.b``."""
    for alias in node.names:
        module = program.find_module(alias.name, facts)
        name = alias.asname or alias.name.partition(".")[0]
        bound.imported.update({module.file} if module else ())
        if module is None:
            bound.outside.setdefault(name, []).append(alias.name if alias.asname else name)
        elif alias.asname or "." not in alias.name:
            bound.modules.setdefault(name, []).append(module)
        else:
            bound.packages.add(name)


def bind_names(program: Program, facts: ModuleFacts, bound: Bindings, node: ast.ImportFrom) -> None:
    """``from a import b as c`` and ``from a import *``."""
    base = base_name(facts, node)
    module = program.find_module(base, facts) if base else None
    bound.imported.update({module.file} if module else ())
    for alias in node.names:
        name = alias.asname or alias.name
        full = f"{base}.{alias.name}" if base else alias.name
        below = program.find_module(full, facts) if alias.name != "*" else None
        if alias.name == "*":
            if module is not None:
                bound.stars.append(module)
            else:
                bound.outside_stars.append(base)
            continue
        if below is not None:
            bound.imported.add(below.file)
            bound.modules.setdefault(name, []).append(below)
        if module is not None:
            bound.names.setdefault(name, []).append((module, alias.name))
        if module is None and below is None:
            bound.outside.setdefault(name, []).append(full)


def base_name(facts: ModuleFacts, node: ast.ImportFrom) -> str:
    """The absolute dotted name after ``from``."""
    if node.level == 0:
        return node.module or ""
    package = facts.package
    for _ in range(node.level - 1):
        package = package.rpartition(".")[0]
    return ".".join(part for part in (package, node.module) if part)
