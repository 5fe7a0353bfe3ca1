"""The program as read: modules, and every function, method, lambda and class in them.

No cross-file knowledge here and nothing is executed. Definitions are keyed ``file.py:Qualified.name``.
"""

from __future__ import annotations

import ast
import hashlib
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tf1to2reuse.repo.sources import SourceFile

if TYPE_CHECKING:
    from tf1to2reuse.facts.collection_reads import CollectionReads

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(eq=False)
class Definition:
    """A function or class. ``parent`` is the definition it stands in, None at the top of a module."""

    key: str
    name: str
    node: FunctionNode | ast.ClassDef
    module: ModuleFacts
    parent: Definition | None = None
    children: list[Definition] = field(default_factory=list)

    @property
    def is_class(self) -> bool:
        """Whether this is a class."""
        return isinstance(self.node, ast.ClassDef)

    @property
    def is_method(self) -> bool:
        """Whether this is a function that stands directly in a class."""
        return self.parent is not None and self.parent.is_class and not self.is_class

    @property
    def line(self) -> int:
        """The line of the ``def`` or ``class``."""
        return self.node.lineno

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes of the definition, nested ones included."""
        return tuple(ast.walk(self.node))

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """The node around each node of the definition."""
        return {child: node for node in self.nodes for child in ast.iter_child_nodes(node)}

    @cached_property
    def calls(self) -> frozenset[ast.AST]:
        """All calls in the definition."""
        return frozenset(node for node in self.nodes if isinstance(node, ast.Call))

    @property
    def outer_function(self) -> Definition | None:
        """The nearest enclosing function, if this is nested in one."""
        parent = self.parent
        while parent is not None and parent.is_class:
            parent = parent.parent
        return parent

    @property
    def is_module_class(self) -> bool:
        """Whether this is a class that a module makes when it is imported: at its top or in such a class."""
        return self.is_class and self.outer_function is None

    def stands_around(self, node: ast.expr) -> bool:
        """Whether an expression of the same module is part of the body or the parameters."""
        first, last = self.node.lineno, self.node.end_lineno or self.node.lineno
        return first <= node.lineno <= last and (first < last or node in self.nodes)

    def parameters(self) -> list[str]:
        """The names of all parameters but ``*args`` and ``**kwargs``, in order."""
        arguments = self.node.args  # type: ignore[union-attr]
        return [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


@dataclass(eq=False)
class ModuleFacts:
    """One parsed file. ``name`` is its dotted module name from the tree's root.

    ``imports`` are all import statements, nested ones too. ``mentions`` are all names and dotted names that
    are read, with the keys of what they stand in: see ``survey``.
    """

    file: str
    name: str
    package: str
    source: SourceFile
    tree: ast.Module
    definitions: dict[str, Definition] = field(default_factory=dict)
    by_node: dict[ast.AST, Definition] = field(default_factory=dict)
    imports: list[ast.Import | ast.ImportFrom] = field(default_factory=list)
    mentions: list[tuple[tuple[str, ...], ast.Name | ast.Attribute]] = field(default_factory=list)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the text, with newlines as ``\\n``."""
        text = self.source.text.replace("\r\n", "\n")
        return hashlib.sha256(text.encode(errors="replace")).hexdigest()

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes of the tree."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """The node around each node."""
        return {child: node for node in self.nodes for child in ast.iter_child_nodes(node)}

    @cached_property
    def calls(self) -> frozenset[ast.AST]:
        """All calls in the module."""
        return frozenset(node for node in self.nodes if isinstance(node, ast.Call))


COLLECTIONS = ("collections", "variables_collections")
NAMES_COLLECTIONS = re.compile(r"collections\s*=|_VARIABLES")
"""What the text of a module has that gives variables collections; walking a module costs much more."""


@dataclass(eq=False)
class Program:
    """All modules of a tree."""

    modules: dict[str, ModuleFacts]
    by_name: dict[str, ModuleFacts]

    @cached_property
    def variable_collections(self) -> frozenset[str]:
        """Names of collections that variables are put into: ``["mine", tf.GraphKeys.GLOBAL_VARIABLES]``."""
        found: set[str] = set()
        for facts in self.modules.values():
            for node in facts.nodes if NAMES_COLLECTIONS.search(facts.source.text) else ():
                given = node.value if isinstance(node, ast.keyword) and node.arg in COLLECTIONS else node
                if given is not node or (
                    isinstance(node, ast.List | ast.Tuple)
                    and any(isinstance(e, ast.Attribute) and e.attr.endswith("_VARIABLES") for e in node.elts)
                ):
                    texts = [n.value for n in ast.walk(given) if isinstance(n, ast.Constant)]
                    found.update(text for text in texts if isinstance(text, str))
        return frozenset(found)

    @cached_property
    def collection_reads(self) -> CollectionReads:
        """The graph collections that the program reads."""
        from tf1to2reuse.facts.collection_reads import collection_reads

        return collection_reads(self)

    @cached_property
    def attribute_reads(self) -> dict[str, list[ast.Attribute]]:
        """Every expression that reads an attribute, by the attribute's name."""
        found: dict[str, list[ast.Attribute]] = {}
        for facts in self.modules.values():
            for node in facts.nodes:
                if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                    found.setdefault(node.attr, []).append(node)
        return found

    def definitions(self) -> Iterator[Definition]:
        """Every definition, module by module, in source order."""
        for module in self.modules.values():
            yield from module.definitions.values()

    def find_module(self, name: str, importer: ModuleFacts) -> ModuleFacts | None:
        """The module that ``import name`` means in ``importer``: below the root, else beside it, else a
        module of that name anywhere in the tree when there is only one."""
        if name in self.by_name:
            return self.by_name[name]
        folder = posixpath.dirname(importer.file).replace("/", ".")
        if folder and f"{folder}.{name}" in self.by_name:
            return self.by_name[f"{folder}.{name}"]
        while "." in folder:
            folder = folder.rpartition(".")[0]
            if f"{folder}.{name}" in self.by_name:
                return self.by_name[f"{folder}.{name}"]
        found = self.by_ending.get(name, ())
        return found[0] if len(found) == 1 else None

    @cached_property
    def by_ending(self) -> dict[str, list[ModuleFacts]]:
        """The modules by each ending of their names: ``c`` and ``b.c`` for ``a.b.c``."""
        found: dict[str, list[ModuleFacts]] = {}
        for dotted, facts in self.by_name.items():
            while "." in dotted:
                dotted = dotted.partition(".")[2]
                found.setdefault(dotted, []).append(facts)
        return found


def module_name(path: str) -> str:
    """``a/b/c.py`` -> ``a.b.c``; a package's ``__init__`` has the package's name."""
    dotted = path.removesuffix(".py").replace("/", ".")
    return dotted.removesuffix(".__init__") if dotted != "__init__" else ""


def read_program(files: Sequence[SourceFile]) -> tuple[Program, list[tuple[SourceFile, SyntaxError]]]:
    """Parses every file. Files that do not parse are returned with their error."""
    modules: dict[str, ModuleFacts] = {}
    broken: list[tuple[SourceFile, SyntaxError]] = []
    from tf1to2reuse.facts.survey import survey

    for source in files:
        try:
            tree = source.tree or ast.parse(source.text.removeprefix("\ufeff"), filename=source.path)
        except SyntaxError as error:
            broken.append((source, error))
            continue
        except ValueError as error:  # a null byte in the text
            broken.append((source, SyntaxError(str(error))))
            continue
        name = module_name(source.path)
        is_package = posixpath.basename(source.path) == "__init__.py"
        facts = ModuleFacts(source.path, name, name if is_package else name.rpartition(".")[0], source, tree)
        survey(facts)
        modules[source.path] = facts
    return Program(modules, {facts.name: facts for facts in modules.values()}), broken
