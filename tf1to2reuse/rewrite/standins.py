"""Small files that a rewritten tree needs in place of classes that left TensorFlow, or for compact layers.

Each goes beside the file that needs it; inside a package it is imported relatively.
"""

from __future__ import annotations

import ast
import posixpath
from pathlib import Path

from tf1to2reuse.facts.program import ModuleFacts, Program
from tf1to2reuse.report.model import FileChange

COMPACT = ("compact_layer", "CompactLayer")


def module_for(program: Program, facts: ModuleFacts, name: str) -> tuple[str, str]:
    """The file of a stand-in for a module, and how the module imports from it."""
    folder = posixpath.dirname(facts.file)
    stem = name
    while posixpath.join(folder, f"{stem}.py") in program.modules and not is_ours(
        program, folder, stem, name
    ):
        stem += "_v2"
    in_package = posixpath.join(folder, "__init__.py") in program.modules
    relative = in_package and not finds_beside_itself(program, facts, folder)
    return posixpath.join(folder, f"{stem}.py"), f".{stem}" if relative else stem


def finds_beside_itself(program: Program, facts: ModuleFacts, folder: str) -> bool:
    """Whether a module imports one beside it by its bare name: it is run as a script from there."""
    bare = [alias.name for node in facts.imports if isinstance(node, ast.Import) for alias in node.names]
    bare += [
        node.module or "" for node in facts.imports if isinstance(node, ast.ImportFrom) and not node.level
    ]
    return any(name and posixpath.join(folder, f"{name}.py") in program.modules for name in bare)


def is_ours(program: Program, folder: str, stem: str, name: str) -> bool:
    """Whether a file of that name is the one that an earlier rewrite left."""
    return program.modules[posixpath.join(folder, f"{stem}.py")].source.text == runtime_text(name)


def runtime_text(name: str) -> str:
    """The text of a runtime file of this package."""
    return (Path(__file__).parent / "runtime" / f"{name}.py").read_text(encoding="utf-8")


def added_file(program: Program, path: str, name: str) -> FileChange | None:
    """The file to add, unless it stands there already."""
    if path in program.modules:
        return None
    return FileChange(path, "", runtime_text(name))
