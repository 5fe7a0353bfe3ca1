"""Applies a plan: the new text of every file that changes, the manifest, and what became of each function."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

from tf1to2reuse.facts.program import Definition, FunctionNode, ModuleFacts
from tf1to2reuse.facts.source_text import SourceText
from tf1to2reuse.plan.local_names import made_by
from tf1to2reuse.plan.model import Plan, Unit
from tf1to2reuse.plan.needs import CannotMoveError
from tf1to2reuse.plan.old_names import method_calls, old_names
from tf1to2reuse.plan.planner import creation_of, text_of
from tf1to2reuse.plan.references import reference_target
from tf1to2reuse.plan.refusals import RefusedCallError, close_refusals, own_error, own_runs, refused
from tf1to2reuse.plan.symbols import STANDINS, SymbolRules
from tf1to2reuse.plan.units import is_keras, owner_key
from tf1to2reuse.report.model import FileChange, Finding, Place, RewriteResult
from tf1to2reuse.rewrite.bodies import DROP, MARK, STRING, Body, reindent, tidy
from tf1to2reuse.rewrite.cell_makers import without_cell_functions
from tf1to2reuse.rewrite.classes import ClassWriter
from tf1to2reuse.rewrite.compact import require_told_apart
from tf1to2reuse.rewrite.drivers import FunctionWriter
from tf1to2reuse.rewrite.holders import HolderWriter
from tf1to2reuse.rewrite.imports import rewrite_imports
from tf1to2reuse.rewrite.manifest import manifest_of
from tf1to2reuse.rewrite.names_left import lost_names
from tf1to2reuse.rewrite.outcomes import outcomes_of
from tf1to2reuse.rewrite.own_lists import find_own_lists
from tf1to2reuse.rewrite.parallel import written
from tf1to2reuse.rewrite.passages import drop_unread
from tf1to2reuse.rewrite.rules import nested_classes
from tf1to2reuse.rewrite.scope_makers import unused_makers, without_contrib_names
from tf1to2reuse.rewrite.scripts import in_graph_mode
from tf1to2reuse.rewrite.standins import COMPACT, added_file, module_for
from tf1to2reuse.rewrite.test_modules import is_test_module, tests_in_graph_mode
from tf1to2reuse.scopes.evaluator import OWN_ERRORS

Progress = Callable[[int, int], None]


def write_plan(plan: Plan, progress: Progress | None = None, jobs: int = 1) -> RewriteResult:
    """The result of a rewrite. ``jobs`` is how many processes write files at once."""
    plan.passages = passage_calls(plan)
    plan.methods = method_calls(plan)
    find_own_lists(plan)
    modules = list(plan.evaluation.program.modules.values())
    while True:
        settle(plan)
        plan.old_names = old_names(plan)
        plan.makers = unused_makers(plan)
        drop_unread(plan, lambda unit: list(writer_of(plan, unit).write()))
        try:
            changes = write_modules(plan, modules, progress, jobs)
        except WritingError as error:
            leave_module(plan, *error.args)
            continue
        break
    added = (added_file(plan.evaluation.program, path, stem) for path, stem in sorted(plan.added.items()))
    changes.extend(change for change in added if change is not None)
    units = [unit for unit in plan.units.values() if unit.refused is None]
    return RewriteResult(
        tuple(changes),
        tuple(outcomes_of(plan)),
        tuple(findings_of(plan)),
        sum(len([s for s in unit.slots if s.phase in ("init", "build", "compact")]) for unit in units),
        plan.sharing_sites,
        len(modules),
        manifest_of(plan) if changes else {},
    )


DefinitionNode = FunctionNode | ast.ClassDef


class WritingError(Exception):
    """A module that this tool fails to write; its arguments are the file and the reason."""


def write_modules(
    plan: Plan, modules: list[ModuleFacts], progress: Progress | None, jobs: int
) -> list[FileChange]:
    """The changes of all modules.

    Raises:
        WritingError: for the first module that cannot be written.
    """

    serving = serving_refused(plan)

    def write(facts: ModuleFacts) -> FileChange | None:
        if facts.file in plan.left:
            return None
        try:
            return ModuleWriter(plan, facts, serving).change()
        except (*OWN_ERRORS, SyntaxError, CannotMoveError, RefusedCallError) as error:
            raise WritingError(facts.file, f"{type(error).__name__}: {error}") from error

    plan.added = {}
    changes: list[FileChange] = []
    for index, change in enumerate(written(plan, modules, write, jobs)):
        if change is not None:
            changes.append(change)
        if progress is not None:
            progress(index + 1, len(modules))
    return changes


def leave_module(plan: Plan, file: str, reason: str) -> None:
    """Leaves the functions and classes of a module as they are; the module itself if that is not enough."""
    message = f"the tool fails at this code ({reason}): please report it"
    units = [unit for unit in plan.units.values() if unit.module.file == file and unit.refused is None]
    for unit in units:
        line = unit.definition.line if unit.definition is not None else 1
        unit.refused = Finding("refused-own-error", message, Place(file, line), "error", (), True)
    if not units:
        plan.left.add(file)
        plan.findings.append(Finding("refused-own-error", message, Place(file, 1), "error", (), True))
    close_refusals(plan)


def settle(plan: Plan) -> None:
    """Writes every unit once; what turns out to have no form is refused, with what belongs to it."""
    while True:
        broken = [unit for unit in plan.units.values() if unit.refused is None and not can_write(plan, unit)]
        if not broken:
            return
        close_refusals(plan)


def can_write(plan: Plan, unit: Unit) -> bool:
    """Whether a unit has a form; otherwise it is refused with the reason."""
    try:
        if unit.definition is None:
            FunctionWriter(*writer_arguments(plan, unit)).body()
        else:
            lines = [line for line in writer_of(plan, unit).write() if line != MARK]
            lost = lost_names(plan, unit, ast.parse("\n".join(lines)))
            if lost:
                raise CannotMoveError(
                    f"`{lost[0]}` would still be read, and nothing gives it a value any more"
                )
            require_made(unit, "\n".join(lines))
            require_told_apart(unit)
    except CannotMoveError as reason:
        place = Place(unit.module.file, unit.definition.line if unit.definition is not None else 1)
        unit.refused = Finding("refused-no-form", str(reason), place, "warning", (), True)
    except RefusedCallError as error:
        unit.refused = refused(unit, error)
    except (
        AssertionError,
        AttributeError,
        IndexError,
        KeyError,
        TypeError,
        ValueError,
        RecursionError,
        SyntaxError,
    ) as error:
        unit.refused = own_error(unit, error)
    return unit.refused is None


def require_made(unit: Unit, text: str) -> None:
    """Every part that the new code uses is made in it.

    Raises:
        CannotMoveError: naming the part.
    """
    for slot in unit.slots if unit.is_layer or unit.kind == "holder" else ():
        if slot.phase not in ("init", "build") or slot.stateless:
            continue
        for attribute in slot.attributes or [slot.attribute]:
            if not re.search(rf"\bself\.{attribute} = ", text):
                raise CannotMoveError(f"the part {attribute} cannot be made before its first use")


def writer_arguments(plan: Plan, unit: Unit) -> tuple[Any, ...]:
    """What every writer takes."""
    text = text_of(plan, unit.module)
    symbols = plan.symbols[unit.module.file]
    return (plan, unit, text, symbols, creation_of(plan, unit), indentation(text.lines))


def writer_of(plan: Plan, unit: Unit) -> Any:
    """The writer of a unit's form.

    Raises:
        CannotMoveError: for a method that drives a session while its class is no unit.
    """
    if unit.definition is not None and unit.definition.is_method:
        owner = unit.definition.parent
        if unit.kind == "driver" and owner is not None and owner.key not in plan.units:
            return FunctionWriter(*writer_arguments(plan, unit))
        if unit.kind in ("driver", "passage"):
            raise CannotMoveError("the method drives a model, and its class is neither a layer nor holds one")
        return ClassWriter(*writer_arguments(plan, unit))
    kinds = {"function": ClassWriter, "driver": FunctionWriter, "passage": FunctionWriter}
    return kinds.get(unit.kind, HolderWriter)(*writer_arguments(plan, unit))


def passage_calls(plan: Plan) -> dict[int, Unit]:
    """Calls of functions that are handed their instances, by the id of the call."""
    found: dict[int, Unit] = {}
    for runs in plan.evaluation.ev.activations.values():
        for run in runs:
            if run.definition is None or run.site is None:
                continue
            unit = plan.units.get(owner_key(run.definition, plan.units))
            if unit is not None and unit.kind == "passage" and unit.definition is run.definition:
                found[id(run.site)] = unit
    return found


def findings_of(plan: Plan) -> list[Finding]:
    """Refusals, hazards in the way, symbols without a target: each once, in order of place."""
    found: dict[tuple[object, ...], Finding] = {}
    for unit in plan.units.values():
        for finding in [*unit.notes, *([unit.refused] if unit.refused is not None else [])]:
            found.setdefault((finding.place, finding.code, finding.message), finding)
    for symbols in plan.symbols.values():
        for finding in symbols.problems.values():
            found.setdefault((finding.place, finding.code, finding.message), finding)
    for finding in plan.findings:
        found.setdefault((finding.place, finding.code, finding.message), finding)
    return sorted(found.values(), key=lambda finding: finding.place)


def names_in_text(text: str) -> set[str]:
    """The names that a module reads."""
    tree = ast.parse(text.removeprefix("\ufeff"))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


class ModuleWriter:
    """Writes one module."""

    def __init__(self, plan: Plan, facts: ModuleFacts, serving: set[DefinitionNode]) -> None:
        self.plan, self.facts = plan, facts
        self.text = text_of(plan, facts)
        self.symbols = plan.symbols[facts.file]
        self.indent = indentation(self.text.lines)
        self.units = {
            unit.definition.node: unit
            for unit in plan.units.values()
            if unit.module is facts and unit.definition is not None and unit.refused is None
        }
        self.refused = serving | {
            unit.definition.node
            for unit in plan.units.values()
            if unit.module is facts and unit.definition is not None and unit.refused is not None
        }
        self.driver = next(
            (u for u in plan.units.values() if u.module is facts and u.definition is None), None
        )

    def change(self) -> FileChange | None:
        """The file's change, if it has one."""
        if self.is_outside():
            return None
        before = self.facts.source.text
        lines = self.module_lines()
        after = "\n".join(lines) + ("\n" if before.endswith("\n") else "")
        leave_eager_mode = tests_in_graph_mode if is_test_module(self.facts) else in_graph_mode
        after = leave_eager_mode(self.plan, self.facts, after, self.indent)
        after = without_cell_functions(self.plan, self.facts, after, self.symbols)
        after = without_contrib_names(self.plan, self.facts, after, self.symbols)
        after = rewrite_imports(self.plan, self.facts, after, self.added_imports(after))
        if before.startswith("\ufeff"):
            after = "\ufeff" + after
        if "\r\n" in before and "\n" not in before.replace("\r\n", ""):
            after = after.replace("\r\n", "\n").replace("\n", "\r\n")
        if after == before:
            return None
        check(self.facts.file, after)
        return FileChange(self.facts.file, before, after)

    def added_imports(self, text: str) -> list[tuple[str, str]]:
        """What the new text needs from files that the rewrite adds."""
        imports = sorted(self.symbols.imports)
        own = names_in_text(text) - names_in_text(self.facts.source.text)
        made = {name for name, (_, made) in STANDINS.items() if name == made and name in own}
        wanted = [STANDINS[name] for name in sorted(self.symbols.standins | made)]
        if any(unit.compact for unit in self.units.values()):
            wanted.append(COMPACT)
        found = []
        for stem, name in wanted:
            if not re.search(rf"\b{name}\b", text):
                continue  # only code that is refused by now has needed it
            path, module = module_for(self.plan.evaluation.program, self.facts, stem)
            self.plan.added[path] = stem
            found.append((module, name))
        return [*found, *imports]

    def is_outside(self) -> bool:
        """Whether a module has nothing of TensorFlow and nothing that became something else."""
        mentions = any(
            name.partition(".")[0] in ("tensorflow", "tf_slim", "numpy")
            for name in self.symbols.links.names.values()
        )
        return not (mentions or self.units or self.uses_units())

    def uses_units(self) -> bool:
        """Whether the module mentions a function that became a class."""
        names = self.plan.evaluation.ev.module(self.facts).names.values()
        keys = {unit.key for unit in self.plan.units.values()}
        return any(
            getattr(getattr(v, "definition", None), "key", None) in keys or hasattr(v, "facts") for v in names
        )

    def module_lines(self) -> list[str]:
        """All lines of the new module."""
        statements = self.facts.tree.body
        if not statements:
            return [line.rstrip("\n") for line in self.text.text.split("\n")]
        body = self.body()
        lines = body.block(statements, 1)
        last = statements[-1].end_lineno or 0
        lines += body.raw(last + 1, len(self.text.lines))
        return blank_tidy(lines)

    def body(self) -> Body:
        """The renderer of the module's top level."""
        if self.driver is not None and self.driver.refused is None:
            writer = FunctionWriter(
                self.plan,
                self.driver,
                self.text,
                self.symbols,
                creation_of(self.plan, self.driver),
                self.indent,
            )
            inner = writer.rules

            def driver_statement(node: ast.stmt) -> str | None:
                own = self.statement(node)
                return own if own is not None else inner.statement(node)

            return Body(self.text, inner.expression, driver_statement, writer.before, inner.behind)
        plain = PlainRules(self.plan, self.facts, self.text, self.symbols)
        return Body(self.text, plain.expression, self.statement)

    def statement(self, node: ast.stmt) -> str | None:
        """A top-level definition that changes its form."""
        if node in self.plan.makers:
            return DROP
        if node in self.refused or is_keras(node):
            kept = self.text.render(node, self.at_import(node)) + self.text.tail(node)
            return "\n".join(reindent(kept.split("\n"), node.col_offset, 0))
        unit = self.units.get(node)  # type: ignore[call-overload]
        if unit is None:
            return None
        lines = writer_of(self.plan, unit).write()
        for inner in nested_classes(self.plan, unit).values():
            assert inner.definition is not None
            comment = comment_above(self.text, made_by(inner.definition))
            lines = [*comment, *writer_of(self.plan, inner).write(), "", "", *lines]
        return "\n".join(tidy(lines) if unit.kind in ("driver", "passage") else lines)

    def at_import(self, kept: ast.stmt) -> Callable[[ast.AST], str | None]:
        """The rule for code that stays as it is, but for what runs when the module is imported.

        There a symbol that TensorFlow has no longer would keep everything else from being imported.
        """
        functions = [node for node in ast.walk(kept) if isinstance(node, FunctionNode)]
        later = {id(statement) for node in functions for statement in as_list(node.body)}
        plain = PlainRules(self.plan, self.facts, self.text, self.symbols)

        def rule(node: ast.AST) -> str | None:
            return self.text.segment(node) if id(node) in later else self.symbols.rule(node, plain.render)

        return rule


def as_list(body: list[ast.stmt] | ast.expr) -> list[ast.stmt] | list[ast.expr]:
    """The statements of a function, or the expression of a lambda."""
    return body if isinstance(body, list) else [body]


def serving_refused(plan: Plan) -> set[DefinitionNode]:
    """The functions that ran for refused functions and classes only, such as their decorators.

    What they open and call belongs to the code that stays.
    """
    served: dict[bool, set[Definition]] = {True: set(), False: set()}
    for unit in plan.units.values():
        for run in (one for activation in unit.activations for one in own_runs(plan, unit, activation)):
            if run.definition is not None and run.scoped:
                served[unit.refused is not None].add(run.definition)
    own = {definition for unit in plan.units.values() for definition in unit.body}
    return {definition.node for definition in served[True] - served[False] - own}


def comment_above(text: SourceText, node: ast.AST) -> list[str]:
    """The comment lines right above a definition."""
    first = node.lineno  # type: ignore[attr-defined]
    found: list[str] = []
    while first - len(found) > 1 and text.lines[first - len(found) - 2].strip().startswith("#"):
        found.append(text.lines[first - len(found) - 2].strip())
    return found[::-1]


class PlainRules:
    """Rules for code without scopes of its own: symbols, and mentions of functions that became classes."""

    def __init__(self, plan: Plan, facts: ModuleFacts, text: SourceText, symbols: SymbolRules) -> None:
        self.plan, self.facts, self.text, self.symbols = plan, facts, text, symbols

    def expression(self, node: ast.AST) -> str | None:
        """The rule for one expression."""
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            target = reference_target(self.plan, self.facts, node)
            if target is not None:
                owner = f"{self.render(node.value)}." if isinstance(node, ast.Attribute) else ""
                return f"{owner}{target.class_name}"
        return self.symbols.rule(node, self.render)

    def render(self, node: ast.AST) -> str:
        """A node, rewritten."""
        return self.text.render(node, self.expression)


def indentation(lines: list[str]) -> str:
    """The file's own unit of indentation."""
    opener = 0
    for line in lines:
        width = len(line) - len(line.lstrip(" "))
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if opener and width > opener - 1:
            return " " * (width - opener + 1)
        opener = width + 1 if line.rstrip().endswith(":") else 0
    return "    "


def blank_tidy(lines: list[str]) -> list[str]:
    """The module's lines without the marks of dropped statements, and the blank lines above those."""
    found: list[str] = []
    for line in lines:
        if line != MARK:
            found.append(line.lstrip(STRING))
            continue
        while found and not found[-1]:
            found.pop()
    return found


def check(file: str, text: str) -> None:
    """The tool's own check of its output: it must parse."""
    try:
        ast.parse(text.removeprefix("\ufeff"))
    except SyntaxError as error:
        raise AssertionError(
            f"the rewritten {file} does not parse at line {error.lineno}: {error.text}"
        ) from error
