"""Functions that stay functions: drivers make instances as local variables, passages are handed theirs."""

from __future__ import annotations

import ast

from tf1to2reuse.facts.source_text import SourceText
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.model import Plan, Slot, Unit
from tf1to2reuse.plan.positions import position_of
from tf1to2reuse.plan.symbols import SymbolRules
from tf1to2reuse.rewrite.bodies import Body, reindent
from tf1to2reuse.rewrite.leftovers import Leftovers
from tf1to2reuse.rewrite.passages import with_instances
from tf1to2reuse.rewrite.recurrent import name_results
from tf1to2reuse.rewrite.rules import UnitRules
from tf1to2reuse.rewrite.wrapping import wrap


class FunctionWriter:
    """Writes a driver or passage: the same statements, with instances in the place of scopes."""

    def __init__(
        self, plan: Plan, unit: Unit, text: SourceText, symbols: SymbolRules, creation: Creation, indent: str
    ) -> None:
        self.plan, self.unit, self.text, self.indent = plan, unit, text, indent
        self.rules = UnitRules(plan, unit, text, symbols, creation)
        self.made: dict[ast.stmt, list[str]] = {}
        if unit.kind == "driver":
            self.place_instances()
        if unit.definition is not None:
            Leftovers(self.rules).drop_dead(set())
        else:
            name_results(self.rules)

    def place_instances(self) -> None:
        """Decides the statement before which each instance is made."""
        for slot in self.in_order():
            if slot.phase != "init" or not slot.creation:
                continue
            place = position_of(self.unit, slot)
            assert place is not None
            for attribute, code in zip(slot.attributes, slot.creation, strict=True):
                if slot.comprehension is not None:
                    target, iterable = slot.comprehension
                    code = f"[{code} for {target} in {iterable}]"
                self.made.setdefault(place, []).extend(wrap(f"{attribute} = {code}", self.indent))

    def before(self, statement: ast.stmt) -> list[str]:
        """Lines in front of a statement: instances that it needs first."""
        return [*self.made.get(statement, []), *self.rules.before(statement)]

    def in_order(self) -> list[Slot]:
        """The slots, each after those that it is handed."""
        found: list[Slot] = []
        for slot in self.unit.slots:
            found.extend(inner for inner in slot.injections.values() if inner not in found)
            if slot not in found:
                found.append(slot)
        return found

    def body(self) -> Body:
        """The renderer of the function's statements."""
        return Body(
            self.text,
            self.rules.expression,
            self.rules.statement,
            self.before,
            self.rules.behind,
        )

    def write(self) -> list[str]:
        """The lines of the function, not indented."""
        assert self.unit.definition is not None
        node = self.unit.definition.node
        assert isinstance(node, ast.FunctionDef)
        body = self.body()
        lines = reindent(body.statement(node), node.col_offset, 0)
        if self.unit.kind == "passage":
            names = [slot.attribute for slot in self.unit.handed_slots]
            lines = with_instances(lines, names, self.plan.dropped.get(self.unit.key, set()))
        return lines
