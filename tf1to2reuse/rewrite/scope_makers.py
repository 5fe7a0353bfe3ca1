"""What only served ``arg_scope`` goes with it: functions that make scopes, and names of contrib modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tf1to2reuse.facts.program import Definition, ModuleFacts
from tf1to2reuse.plan.model import Plan, Unit
from tf1to2reuse.plan.roles import ARG_SCOPES
from tf1to2reuse.plan.symbols import SymbolRules
from tf1to2reuse.rewrite.imports import is_gone


def unused_makers(plan: Plan) -> set[ast.AST]:
    """Functions that open an ``arg_scope``, make no variables, and that no code calls any more."""
    makers = {d for d in plan.evaluation.program.definitions() if is_maker(plan, d)}
    gone = {id(node) for unit in plan.units.values() for node in scope_nodes(plan, unit)}
    mentions = [
        (node, name)
        for facts in plan.evaluation.program.modules.values()
        for node in facts.nodes
        for name in names_in(node)
        if id(node) not in gone
    ]
    while True:
        inside = {id(node) for maker in makers for node in ast.walk(maker.node)}
        read = {name for node, name in mentions if id(node) not in inside}
        kept = {maker for maker in makers if maker.name in read}
        if not kept:
            return {maker.node for maker in makers}
        makers -= kept


def is_maker(plan: Plan, definition: Definition) -> bool:
    """Whether a top-level function opens an ``arg_scope`` and makes no variables."""
    if definition.parent is not None or not isinstance(definition.node, ast.FunctionDef):
        return False
    symbols = plan.symbols[definition.module.file]
    calls = (node for node in definition.nodes if isinstance(node, ast.Call))
    opens = any(symbols.dotted(node.func) in ARG_SCOPES for node in calls)
    return opens and definition.key not in plan.units


def scope_nodes(plan: Plan, unit: Unit) -> Iterator[ast.AST]:
    """The nodes of a rewritten unit that go with its ``arg_scope`` statements."""
    symbols = plan.symbols[unit.module.file]
    for node in unit.nodes if unit.refused is None and not unit.kept_sites else ():
        for item in node.items if isinstance(node, ast.With) else ():
            call = item.context_expr
            if isinstance(call, ast.Call) and symbols.dotted(call.func) in ARG_SCOPES:
                yield from ast.walk(item)


def names_in(node: ast.AST) -> list[str]:
    """The names that a node reads: names, attributes, and texts that may be names."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        return [node.attr]
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
        return [node.value]
    return []


def without_contrib_names(plan: Plan, facts: ModuleFacts, text: str, symbols: SymbolRules) -> str:
    """The text without ``slim = tf.contrib.slim`` at its top level where nothing reads ``slim`` any more."""
    while True:
        tree = ast.parse(text.removeprefix("\ufeff"))
        read = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        lost = next(
            (
                statement
                for statement in tree.body
                if isinstance(statement, ast.Assign)
                and stands_for_contrib(facts, statement.value, symbols)
                and all(
                    isinstance(target, ast.Name)
                    and target.id not in read
                    and not read_elsewhere(plan, facts, target.id)
                    for target in statement.targets
                )
            ),
            None,
        )
        if lost is None:
            return text
        text = without_lines(text, lost)
        forget_problems(facts, symbols, ast.unparse(lost))


def stands_for_contrib(facts: ModuleFacts, node: ast.expr, symbols: SymbolRules) -> bool:
    """Whether an expression is a module that is gone, by its dotted name or by the name of an import."""
    if not isinstance(node, ast.Name | ast.Attribute):
        return False
    if isinstance(node, ast.Name):
        return any(
            is_gone(f"{one.module}.{alias.name}" if isinstance(one, ast.ImportFrom) else alias.name)
            for one in facts.imports
            for alias in one.names
            if (alias.asname or alias.name) == node.id
        )
    dotted = symbols.dotted(node) or ""
    return dotted.startswith("tf.contrib.") or dotted == "tf.nn.rnn_cell"


def read_elsewhere(plan: Plan, facts: ModuleFacts, name: str) -> bool:
    """Whether other modules import a name of a module, or may."""
    for other in plan.evaluation.program.modules.values():
        for node in other.imports if other is not facts else ():
            if isinstance(node, ast.ImportFrom) and any(alias.name in (name, "*") for alias in node.names):
                module = node.module or ""
                found = plan.evaluation.program.find_module(module, other) if module else None
                if found is facts or node.level:
                    return True
    return False


def without_lines(text: str, node: ast.stmt) -> str:
    """The text without a statement, and without blank lines that would be too many after it."""
    lines = text.split("\n")
    first, last = node.lineno - 1, node.end_lineno or node.lineno
    before = first
    while before and not lines[before - 1].strip():
        before -= 1
    after = last
    while after < len(lines) and not lines[after].strip():
        after += 1
    blank = [""] * (max(first - before, after - last) if before else 0)
    return "\n".join([*lines[:before], *blank, *lines[after:]])


def forget_problems(facts: ModuleFacts, symbols: SymbolRules, code: str) -> None:
    """Takes back what was noted about a statement that is gone."""
    places = {node.lineno for node in facts.tree.body if ast.unparse(node) == code}
    for key in [key for key in symbols.problems if key[0] in places]:
        del symbols.problems[key]
