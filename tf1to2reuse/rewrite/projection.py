"""The part of a body that creates: written into ``__init__`` or ``build`` in the order of the source."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.model import Phase, Slot, Unit
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.syntax import contains
from tf1to2reuse.rewrite.wrapping import wrap


class Projection:
    """Projects the functions of one unit to the creation of its slots of one phase."""

    def __init__(self, unit: Unit, creation: Creation, phase: Phase, receiver: str, indent: str) -> None:
        self.unit, self.creation, self.phase, self.receiver, self.indent = (
            unit,
            creation,
            phase,
            receiver,
            indent,
        )
        self.pending = [
            slot for slot in unit.slots if slot.phase == phase and slot.creation and not slot.kept
        ]
        self.slices: set[ast.stmt] = set()
        self.names = {name for slot in self.pending if slot.needs is not None for name in slot.needs.locals}
        for slot in self.pending:
            assert slot.needs is not None
            for statements in slot.needs.locals.values():
                self.slices.update(statements)

    def lines(self) -> list[str]:
        """The creation code, without indentation of its own."""
        self.creation.in_build = self.phase == "build"
        try:
            found: list[str] = []
            for definition in self.unit.body:
                found.extend(self.function(definition.node))
            for slot in list(self.pending):  # made for others: no line of the unit's own asks for them
                found.extend(self.emit(slot))
            return found
        finally:
            self.creation.in_build = False

    def leave_out(self, place: ast.stmt | None) -> set[str]:
        """Leaves out what stands in front of the place where creation goes: it has run by then.

        Returns:
            The names that creation reads of it.

        Raises:
            CannotMoveError: when such a name changes behind that place, too.
        """
        read: set[str] = set()
        for slot in self.pending if place is not None else ():
            for name, statements in slot.needs.locals.items() if slot.needs is not None else ():
                above = {s for s in statements if place is not None and s.lineno < place.lineno}
                if above and above != set(statements):
                    raise CannotMoveError(f"`{name}` changes after the first layer that needs it")
                self.slices -= above
                read |= {name} if above else set()
        return read

    def function(self, node: ast.AST) -> list[str]:
        """The creation code of one function."""
        body = getattr(node, "body", None)
        return self.block(body) if isinstance(body, list) else []

    def block(self, statements: Sequence[ast.stmt]) -> list[str]:
        """The creation code of a statement list."""
        found: list[str] = []
        for statement in statements:
            found.extend(self.statement(statement))
        return found

    def statement(self, statement: ast.stmt) -> list[str]:
        """The creation code of one statement."""
        found: list[str] = []
        if statement in self.slices:
            found.extend(self.slice(statement))
            if isinstance(statement, ast.If):
                return found
        if isinstance(statement, ast.If):
            before = [*self.own_slots([statement.test]), *self.used_elsewhere(statement)]
            return [*found, *before, *self.condition(statement)]
        if isinstance(statement, ast.For | ast.While):
            heads: list[ast.AST] = [statement.iter] if isinstance(statement, ast.For) else [statement.test]
            return [
                *found,
                *self.own_slots(heads),
                *self.block(statement.body),
                *self.block(statement.orelse),
            ]
        if isinstance(statement, ast.With):
            heads = [item.context_expr for item in statement.items]
            return [*found, *self.own_slots(heads), *self.block(statement.body)]
        if isinstance(statement, ast.Try):
            inner = [
                *statement.body,
                *[s for h in statement.handlers for s in h.body],
                *statement.orelse,
                *statement.finalbody,
            ]
            return [*found, *self.block(inner)]
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            return [*found, *self.block(statement.body)]
        return [*found, *self.own_slots([statement])]

    def own_slots(self, heads: list[ast.AST]) -> list[str]:
        """Creation of the slots whose first site stands in those expressions."""
        found: list[str] = []
        for slot in list(self.pending):
            site = slot.home if slot.home is not None else slot.sites[0]
            if (
                slot.events
                and slot.events[0].module is self.unit.module
                and any(contains(head, site) for head in heads)
            ):
                found.extend(self.emit(slot))
        return found

    def used_elsewhere(self, statement: ast.If) -> list[str]:
        """Creation of slots that one arm uses first, and lines of the same function outside that arm, too.

        Raises:
            CannotMoveError: where what the creation reads has its value from inside the arm.
        """
        found: list[str] = []
        for slot in list(self.pending):
            site = slot.home if slot.home is not None else slot.sites[0]
            if slot.events and slot.events[0].module is not self.unit.module:
                continue
            for arm in (statement.body, statement.orelse):
                if not any(contains(s, site) for s in arm):
                    continue
                function = next((d.node for d in self.unit.body if contains(d.node, site)), statement)
                if all(any(contains(s, one) for s in arm) for one in slot.sites if contains(function, one)):
                    continue
                rests = [s for needed in slot.needs.locals.values() for s in needed] if slot.needs else []
                if any(contains(s, rest) for s in arm for rest in rests):
                    raise CannotMoveError(
                        f"the part {slot.attribute} is used outside the condition that sets its arguments"
                    )
                found.extend(self.emit(slot))
        return found

    def emit(self, slot: Slot) -> list[str]:
        """One slot's assignments."""
        if slot not in self.pending:
            return []
        self.pending.remove(slot)
        found: list[str] = []
        for inner in slot.injections.values():
            found.extend(self.emit(inner))
        for attribute, code in zip(slot.attributes, slot.creation, strict=True):
            if slot.comprehension is not None:
                target, iterable = slot.comprehension
                code = f"[{code} for {target} in {iterable}]"
            found.extend(wrap(f"{self.receiver}{attribute} = {code}", self.indent))
        return found

    def slice(self, statement: ast.stmt) -> list[str]:
        """A statement that creation rests on."""
        return [*self.comments_above(statement), *self.plain_slice(statement)]

    def comments_above(self, statement: ast.stmt) -> list[str]:
        """Comment lines directly above a statement."""
        lines = self.creation.text.lines
        first = statement.lineno - 1
        while first > 0 and lines[first - 1].lstrip().startswith("#"):
            first -= 1
        return [line.strip() for line in lines[first : statement.lineno - 1]]

    def plain_slice(self, statement: ast.stmt) -> list[str]:
        """The statement itself, rewritten for the constructor."""
        text = self.creation.text
        needs = Needs()
        parts = self.wanted_parts(statement)
        if parts is not None:
            targets = ", ".join(text.segment(target) for target, _ in parts)
            values = ", ".join(self.creation.code(value, needs) for _, value in parts)
            return wrap(f"{targets} = {values}", self.indent)
        if isinstance(statement, ast.Assign):
            targets = " = ".join(text.segment(target) for target in statement.targets)
            return wrap(f"{targets} = {self.creation.code(statement.value, needs)}", self.indent)
        if isinstance(statement, ast.AugAssign):
            value = self.creation.code(statement.value, needs)
            middle = text.text[text.end(statement.target) : text.start(statement.value)]
            return wrap(f"{text.segment(statement.target)}{middle}{value}", self.indent)
        if isinstance(statement, ast.If):
            lines = [f"if {self.creation.code(statement.test, needs)}:"]
            for inner in statement.body:
                lines += self.inside(self.plain_slice(inner))
            if statement.orelse:
                lines.append("else:")
                for inner in statement.orelse:
                    lines += self.inside(self.plain_slice(inner))
            return lines
        if isinstance(statement, ast.Raise | ast.Pass):
            return [text.segment(statement)]
        assert isinstance(statement, ast.Expr)
        return wrap(self.creation.code(statement.value, needs), self.indent)

    def wanted_parts(self, statement: ast.stmt) -> list[tuple[ast.expr, ast.expr]] | None:
        """Of ``a, b = 1, 2`` the parts that creation rests on; None for any other statement."""
        if not (
            isinstance(statement, ast.Assign)
            and len(statement.targets) == 1
            and isinstance(statement.targets[0], ast.Tuple)
            and isinstance(statement.value, ast.Tuple)
            and len(statement.targets[0].elts) == len(statement.value.elts)
            and all(isinstance(target, ast.Name) for target in statement.targets[0].elts)
        ):
            return None
        pairs = zip(statement.targets[0].elts, statement.value.elts, strict=True)
        return [(t, v) for t, v in pairs if isinstance(t, ast.Name) and t.id in self.names] or None

    def condition(self, statement: ast.If) -> list[str]:
        """An ``if`` that decides what exists moves along; one that cannot does not hold creation back."""
        body, orelse = self.block(statement.body), self.block(statement.orelse)
        if not body and not orelse:
            return []
        try:
            test = self.creation.code(statement.test, Needs())
        except CannotMoveError:
            return [*body, *orelse]
        lines = [f"if {test}:", *self.inside(body)] if body else [f"if not ({test}):", *self.inside(orelse)]
        if body and orelse:
            is_elif = orelse[0].startswith("if ") and all(
                line.startswith((self.indent, "if ", "elif ", "else")) for line in orelse
            )
            lines.extend(["el" + orelse[0], *orelse[1:]] if is_elif else ["else:", *self.inside(orelse)])
        return lines

    def inside(self, lines: list[str]) -> list[str]:
        return [self.indent + line if line else line for line in lines]
