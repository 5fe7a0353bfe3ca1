"""Import statements: a LibCST pass that renames what moved, and drops what nobody uses any more."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import libcst as cst

from tf1to2reuse.apis.symbols import tables
from tf1to2reuse.facts.program import ModuleFacts
from tf1to2reuse.plan.model import Plan, Unit
from tf1to2reuse.plan.symbols import STANDINS
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.rewrite.aliases import exported, without_dead_aliases
from tf1to2reuse.scopes.names import canonical_name
from tf1to2reuse.scopes.values import FunctionVal

SIMPLE = (ast.Import, ast.ImportFrom, ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Pass)


def rewrite_imports(plan: Plan, facts: ModuleFacts, text: str, added: list[tuple[str, str]]) -> str:
    """The module's text with its imports put right. ``added`` are (module, name) to import.

    What imports of packages that left TensorFlow still bring is added to the plan's findings.
    """
    renamed = renamed_imports(plan, facts)
    tree = ast.parse(text.removeprefix("\ufeff"))
    shorter = without_dead_aliases(plan, facts, text, tree)
    if shorter != text:
        text, tree = shorter, ast.parse(shorter.removeprefix("\ufeff"))
    extended = with_imports(text, tree, added, plan.symbols[facts.file].tf)
    if extended != text:
        text, tree = extended, ast.parse(extended.removeprefix("\ufeff"))
    nodes = tuple(ast.walk(tree))
    used = used_names(tree, nodes)
    plan.findings.extend(gone_imports(facts, used))
    changer = ImportChanger(renamed, used, used_names(facts.tree, facts.nodes))
    wanted = [node for node in nodes if changer.wanted(node)]
    if not wanted:
        return text
    sliced = changed_slices(text, tree, set(wanted), changer)
    return sliced if sliced is not None else cst.parse_module(text).visit(changer).code


def changed_slices(text: str, tree: ast.Module, wanted: set[ast.AST], changer: ImportChanger) -> str | None:
    """The text with each wanted import changed by itself; None where one cannot be taken out of its file.

    LibCST takes a second for a few thousand lines, and imports are a few of them.
    """
    lines = text.split("\n")
    edits: list[tuple[int, int, list[str]]] = []
    for block in statement_blocks(tree):
        for index, node in enumerate(block):
            if node not in wanted:
                continue
            around = [*block[max(0, index - 1) : index], *block[index + 1 : index + 2]]
            first, last = node.lineno - 1, node.end_lineno or node.lineno
            margin = lines[first][: node.col_offset]
            if margin.strip() or any(o.end_lineno == first + 1 or o.lineno == last for o in around):
                return None
            code = [line.removeprefix(margin) for line in lines[first:last]]
            changed = cst.parse_module("\n".join(code) + "\n").visit(changer)
            if changed.body:
                kept = changed.code.rstrip("\n").split("\n")
                edits.append((first, last, [margin + line if line else line for line in kept]))
            elif index == 0 or not isinstance(block[index - 1], SIMPLE):
                return None
            else:  # with the blank lines and comments above it
                edits.append((block[index - 1].end_lineno or 0, last, []))
    for first, last, new in sorted(edits, reverse=True):
        lines[first:last] = new
    return "\n".join(lines)


def statement_blocks(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    """All lists of statements of a module."""
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                yield block


def extended_imports(
    text: str, tree: ast.Module, added: list[tuple[str, str]]
) -> tuple[str, list[tuple[str, str]]]:
    """Adds names to ``from module import ...`` lines that are there already; returns what is left to add."""
    rest: list[tuple[str, str]] = []
    lines = text.split("\n")
    for module, name in added:
        line = next(
            (
                node.lineno
                for node in tree.body
                if isinstance(node, ast.ImportFrom)
                and "." * node.level + (node.module or "") == module
                and node.lineno == node.end_lineno
                and not any(alias.name in ("*", name) for alias in node.names)
            ),
            None,
        )
        if line is None or "#" in lines[line - 1]:
            rest.append((module, name))
        else:
            lines[line - 1] = f"{lines[line - 1]}, {name}"
    return "\n".join(lines), rest


def bound_at_top(tree: ast.Module) -> set[str]:
    """Names that imports anywhere in a module bind."""
    return {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def after_numpy(tree: ast.Module, default: int) -> int:
    """Where ``import tensorflow`` goes: after the last plain import of the standard library and numpy."""
    plain = [n for n in tree.body if isinstance(n, ast.Import)]
    return (
        (plain[0].end_lineno or 0)
        if len(plain) == 1
        else next(((n.end_lineno or 0) for n in plain if n.names[0].name == "numpy"), default)
    )


def with_imports(text: str, tree: ast.Module, added: list[tuple[str, str]], tf: str) -> str:
    """Adds ``from module import name`` lines after the last import at the top."""
    needs_tf = tf not in bound_at_top(tree) and any(
        isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == tf
        for node in ast.walk(tree)
    )
    text, added = extended_imports(text, tree, added)
    if not added and not needs_tf:
        return text
    last = max(
        (node.end_lineno or 0 for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)),
        default=0,
    )
    lines = text.split("\n")
    own = next((n for n in tree.body if not isinstance(n, ast.Import | ast.ImportFrom)), None)
    place = last or (own.lineno - 1 if own is not None else 0)
    fresh = ["import tensorflow as tf"] if needs_tf else []
    if needs_tf:
        place = after_numpy(tree, place)
        lines[place:place] = fresh
        fresh, place = [], place + 1 if place == last else last + 1
    fresh += [f"from {module} import {name}" for module, name in added]
    return "\n".join([*lines[:place], *fresh, *lines[place:]])


def renamed_imports(plan: Plan, facts: ModuleFacts) -> dict[str, str]:
    """Imported functions that became classes: old name to new."""
    found: dict[str, str] = {}
    names = plan.evaluation.ev.module(facts).names
    for node in facts.imports:
        if not isinstance(node, ast.ImportFrom):
            continue
        for alias in node.names:
            value = names.get(alias.asname or alias.name)
            unit = plan.units.get(value.definition.key) if isinstance(value, FunctionVal) else None
            if unit is not None and becomes_class(unit) and alias.name == unit.definition.name:  # type: ignore[union-attr]
                found[alias.name] = unit.class_name
    return found


def becomes_class(unit: Unit) -> bool:
    """Whether a function is a class of another name now."""
    return unit.kind == "function" and unit.refused is None and unit.definition is not None


def used_names(tree: ast.Module, nodes: tuple[ast.AST, ...]) -> set[str]:
    """All names that a module reads."""
    return {node.id for node in nodes if isinstance(node, ast.Name)} | exported(tree)


def is_gone(dotted: str) -> bool:
    """Whether importing that name fails on current TensorFlow: packages that left it."""
    if dotted.startswith(("tensorflow.contrib", "tensorflow.examples", "tensorflow.compat.v1.contrib")):
        return True
    return dotted.startswith("tensorflow.") and tables.modules().get(canonical_name(dotted), "") is None


def gone_imports(facts: ModuleFacts, used: set[str]) -> list[Finding]:
    """Imports of packages that left TensorFlow and whose names the rewritten file still reads."""
    found = []
    for node in facts.imports:
        if isinstance(node, ast.Import):
            names = [(alias.name, alias.asname or alias.name.partition(".")[0]) for alias in node.names]
        else:
            names = [(f"{node.module}.{alias.name}", alias.asname or alias.name) for alias in node.names]
        for dotted, bound in names:
            if (
                is_gone(dotted)
                and canonical_name(dotted) not in STANDINS
                and bound in used
                and bound != "tensorflow"
            ):
                message = (
                    f"{dotted} left TensorFlow: its import is gone, "
                    f"but {bound} is still used and needs another home"
                )
                found.append(
                    Finding("import-gone", message, Place(facts.file, node.lineno), "warning", (), True)
                )
    return found


class ImportChanger(cst.CSTTransformer):
    """Changes import statements of one module."""

    def __init__(self, renamed: dict[str, str], used: set[str], before: set[str]) -> None:
        super().__init__()
        self.renamed, self.used, self.before = renamed, used, before

    def wanted(self, node: ast.AST) -> bool:
        """Whether anything is to be done about a statement, so that LibCST need not parse the others."""
        if isinstance(node, ast.Import):
            return any(
                a.name.startswith("tensorflow.compat") or is_gone(a.name) or self.unused(a)
                for a in node.names
            )
        if not isinstance(node, ast.ImportFrom):
            return False
        if (node.module or "").startswith("tensorflow.compat"):
            return True
        return any(
            a.name in self.renamed
            or self.unused(a)
            or canonical_name(f"{node.module}.{a.name}") in STANDINS
            or is_gone(f"{node.module}.{a.name}")
            for a in node.names
        )

    def unused(self, alias: ast.alias) -> bool:
        """Whether a name was read before the rewrite and is not any more."""
        name = (alias.asname or alias.name).partition(".")[0]
        return name in self.before and name not in self.used and name not in self.renamed

    def leave_Import(  # noqa: N802 - the name is LibCST's
        self, original_node: cst.Import, updated_node: cst.Import
    ) -> cst.Import | cst.RemovalSentinel:
        """``import tensorflow.compat.v1 as tf`` becomes ``import tensorflow as tf``."""
        kept = []
        for alias in updated_node.names:
            dotted = cst.Module([]).code_for_node(alias.name)
            bound = alias.evaluated_alias or dotted.partition(".")[0]
            if (bound in self.before and bound not in self.used) or is_gone(dotted):
                continue
            if dotted in ("tensorflow.compat.v1", "tensorflow.compat.v2") and alias.asname is not None:
                alias = alias.with_changes(name=cst.Name("tensorflow"))
            kept.append(alias)
        if not kept:
            return cst.RemoveFromParent()
        kept[-1] = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        return updated_node.with_changes(names=kept)

    def leave_ImportFrom(  # noqa: N802 - the name is LibCST's
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.ImportFrom | cst.RemovalSentinel:
        """Renamed and unused names of ``from x import a, b``."""
        if isinstance(updated_node.names, cst.ImportStar):
            return updated_node
        kept = []
        module = cst.Module([]).code_for_node(updated_node.module) if updated_node.module is not None else ""
        for alias in updated_node.names:
            name = alias.evaluated_name
            if canonical_name(f"{module}.{name}") in STANDINS or is_gone(f"{module}.{name}"):
                continue
            bound = alias.evaluated_alias or name
            if name in self.renamed:
                alias = alias.with_changes(name=cst.Name(self.renamed[name]))
            elif bound in self.before and bound not in self.used:
                continue
            kept.append(alias)
        if not kept:
            return cst.RemoveFromParent()
        if updated_node.rpar is None:
            kept[-1] = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        return updated_node.with_changes(names=kept)
