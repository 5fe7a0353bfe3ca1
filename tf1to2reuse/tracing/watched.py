"""What a traced program is watched for: definitions that may ask for variables, and constructors."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property

from tf1to2reuse.facts.interest import interest
from tf1to2reuse.facts.program import Definition, Program


@dataclass(frozen=True)
class Watched:
    """The program as read, and the definitions to watch, by key."""

    program: Program
    definitions: dict[str, Definition]

    @cached_property
    def by_file(self) -> dict[str, dict[str, str]]:
        """For every file of the tree: ``"LINE NAME"`` of a code object to the key of its definition."""
        found: dict[str, dict[str, str]] = {facts.file: {} for facts in self.program.modules.values()}
        for key, definition in self.definitions.items():
            found[definition.module.file][f"{first_line(definition)} {definition.name}"] = key
        return found

    @cached_property
    def methods(self) -> list[str]:
        """Those whose first parameter is the object or the class."""
        return [
            key
            for key, definition in self.definitions.items()
            if definition.is_method and "staticmethod" not in decorators(definition)
        ]


def watched(program: Program) -> Watched:
    """What to watch: a generator runs in pieces, and a lambda has no name to call it by.

    Where one method of a class may ask for variables, others may read those that the object keeps.
    """
    keys = interest(program).keys
    classes = {d.parent.key for d in program.definitions() if d.key in keys and d.is_method and d.parent}
    return Watched(
        program,
        {
            d.key: d
            for d in program.definitions()
            if isinstance(d.node, ast.FunctionDef)
            and (d.key in keys or (d.is_method and (d.name == "__init__" or parent_key(d) in classes)))
            and not is_generator(d.node)
        },
    )


def parent_key(definition: Definition) -> str:
    """The key of the class that a method stands in."""
    return definition.parent.key if definition.parent is not None else ""


def first_line(definition: Definition) -> int:
    """The line that a code object counts from: the first decorator's, if there is one."""
    node = definition.node
    assert isinstance(node, ast.FunctionDef)
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def decorators(definition: Definition) -> list[str]:
    """The decorators of a function, as written."""
    node = definition.node
    return [ast.unparse(decorator) for decorator in getattr(node, "decorator_list", ())]


def is_generator(node: ast.FunctionDef) -> bool:
    """Whether a function has a ``yield`` of its own."""
    pending: list[ast.AST] = list(node.body)
    while pending:
        current = pending.pop()
        if isinstance(current, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(current, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            pending += ast.iter_child_nodes(current)
    return False
