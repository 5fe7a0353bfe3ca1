"""Loops over values that only configure layers: in the rewritten body they run over the layers."""

from __future__ import annotations

import ast

from tf1to2reuse.plan.model import Slot
from tf1to2reuse.plan.needs import CannotMoveError
from tf1to2reuse.rewrite.leftovers import Leftovers
from tf1to2reuse.rewrite.rules import UnitRules


class LayerLoops:
    """The loops of a unit whose rounds have a layer each and no index to find it by."""

    def __init__(self, rules: UnitRules) -> None:
        self.rules = rules
        self.loops: dict[ast.For, list[Slot]] = {}
        self.reading: set[ast.For] = set()
        for slot in rules.unit.slots:
            if isinstance(slot.loop, ast.For) and not slot.index and slot.phase in ("init", "build"):
                self.loops.setdefault(slot.loop, []).append(slot)

    def rename(self, leftovers: Leftovers) -> None:
        """A layer is called by the loop's variable, and what the loop ran over may be left over."""
        for loop in self.loops:
            self.rules.loops.add(loop)
            if reads_target(leftovers, loop):
                self.reading.add(loop)
            else:
                leftovers.remove(loop.iter)

    def write(self) -> None:
        """The heads of the loops; a loop's own target stays where the body still reads it."""
        for loop, slots in self.loops.items():
            conditions = {frozenset(event.conditions) for slot in slots for event in slot.events}
            if len(conditions) > 1:
                raise CannotMoveError("the rounds of a loop make some of its layers under a condition only")
            attributes = [attribute for slot in slots for attribute in slot.attributes]
            target = ast.unparse(loop.target)
            if isinstance(loop.target, ast.Tuple) and not target.startswith("("):
                target = f"({target})"
            used = loop in self.reading
            iterables = [*([self.rules.text.render(loop.iter, self.rules.expression)] if used else [])]
            iterables += [f"self.{attribute}" for attribute in attributes]
            self.rules.replaced[loop.target] = ", ".join([*([target] if used else []), *attributes])
            self.rules.replaced[loop.iter] = (
                iterables[0] if len(iterables) == 1 else f"zip({', '.join(iterables)})"
            )


def reads_target(leftovers: Leftovers, loop: ast.For) -> bool:
    """Whether the body of a loop still reads what it runs over."""
    names = {node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)}
    body = {node for statement in loop.body for node in ast.walk(statement)}
    return any(n.id in names and n in body and n not in leftovers.gone for n in leftovers.names())
