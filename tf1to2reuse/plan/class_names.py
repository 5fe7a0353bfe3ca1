"""Names of the classes that functions become: each is new where the function is known."""

from __future__ import annotations

import ast

from tf1to2reuse.facts.program import ModuleFacts
from tf1to2reuse.plan.model import Unit
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.values import FunctionVal

SUFFIX = "Layer"


def name_classes(evaluation: Evaluation, units: dict[str, Unit]) -> None:
    """Gives classes other names where their own is taken: by a class beside it, or where it is imported."""
    modules = evaluation.program.modules
    given: dict[str, set[str]] = {file: set() for file in modules}
    files = importers(evaluation)
    for unit in units.values():
        if unit.kind != "function" or unit.definition is None:
            continue
        seen = sorted({unit.module.file, *files.get(unit.key, ())})
        taken = {name for file in seen for name in given[file]}
        own = unit.definition.name
        unit.class_name = new_name(unit.class_name, own, [modules[file] for file in seen], taken)
        for file in seen:
            given[file].add(unit.class_name)


def importers(evaluation: Evaluation) -> dict[str, set[str]]:
    """The files in which a function is known, by its key."""
    found: dict[str, set[str]] = {}
    for file, facts in evaluation.program.modules.items():
        for value in evaluation.ev.module(facts).names.values():
            if isinstance(value, FunctionVal):
                found.setdefault(value.definition.key, set()).add(file)
    return found


def new_name(name: str, own: str, modules: list[ModuleFacts], taken: set[str]) -> str:
    """The name, with a suffix where it means something else; a function may have its own already."""

    def is_taken(candidate: str) -> bool:
        return candidate in taken or (candidate != own and any(binds(one, candidate) for one in modules))

    if not is_taken(name):
        return name
    candidate, number = name + SUFFIX, 2
    while is_taken(candidate):
        candidate, number = f"{name}{SUFFIX}{number}", number + 1
    return candidate


def binds(facts: ModuleFacts, name: str) -> bool:
    """Whether a module gives a name a meaning anywhere."""
    if name not in facts.source.text:
        return False
    for node in facts.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name == name:
            return True
        if isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load):
            return True
        if isinstance(node, ast.arg) and node.arg == name:
            return True
        if isinstance(node, ast.alias) and (node.asname or node.name.partition(".")[0]) == name:
            return True
    return False
