"""What a body no longer needs once creation has moved: statements whose names nobody reads any more."""

from __future__ import annotations

import ast

from tf1to2reuse.apis.layers import entry
from tf1to2reuse.facts.program import Definition
from tf1to2reuse.plan.arguments import call_arguments, split_arguments
from tf1to2reuse.plan.linker import bound_names
from tf1to2reuse.plan.model import Slot, Unit
from tf1to2reuse.plan.needs import CannotMoveError
from tf1to2reuse.plan.partials import partial_of
from tf1to2reuse.plan.recurrent import is_recurrent, late_of
from tf1to2reuse.plan.states import kept_initial
from tf1to2reuse.plan.syntax import own_statements
from tf1to2reuse.rewrite.recurrent import name_results, run_parameters
from tf1to2reuse.rewrite.rules import SCOPE_CALLS, UnitRules
from tf1to2reuse.scopes.recurrent import DYNAMIC_RNN


class Leftovers:
    """Counts which names of a unit's functions are still read in the rewritten body."""

    def __init__(self, rules: UnitRules) -> None:
        self.rules = rules
        self.unit = rules.unit
        self.gone: set[ast.AST] = set()
        self.read_to_create = names_in_creation(self.unit) if self.unit.kind == "driver" else set()
        self.read_to_create |= names_in_activations(self.unit)
        self.read_to_create |= names_in_rates(rules)
        name_results(rules)
        for definition in self.unit.body:
            self.mark(definition.node)
        for node in [*rules.replace_lists(), *rules.split]:
            self.remove(node)
        for flag in self.flags():
            self.gone -= set(ast.walk(flag))

    def mark(self, node: ast.AST) -> None:
        """Marks every expression that the rewritten body will not contain."""
        for child in ast.walk(node):
            if isinstance(child, ast.Call):
                slot = self.unit.site_slots.get(id(child))
                if slot is not None and slot.phase not in ("compact", "kept"):
                    self.mark_site(slot, child)
            elif isinstance(child, ast.With):
                for item in child.items:
                    call = item.context_expr
                    is_scope = (
                        isinstance(call, ast.Call) and self.rules.symbols.dotted(call.func) in SCOPE_CALLS
                    )
                    stays = self.rules.holds_scopes(child)
                    if is_scope and not self.unit.compact and not stays:
                        self.remove(call)
            elif self.rules.only_switches(child) or self.rules.lists_itself(child):
                self.remove(child)

    def mark_site(self, slot: Slot, node: ast.Call) -> None:
        """Marks the arguments of a site that move or vanish."""
        if slot.kind == "weight" or (slot.target is not None and slot.target.kind == "object"):
            self.remove(node)
            return
        if is_recurrent(slot):
            arguments = call_arguments(node, run_parameters(slot))
            initial = kept_initial(node, self.rules.creation.values) if slot.api == DYNAMIC_RNN else None
            for name, argument in arguments.items():
                if name not in ("inputs", "sequence_length") and argument is not initial:
                    self.remove(argument)
            return
        if slot.kind == "keras":
            api = entry(slot.api)
            roles = {p.name: p.role for p in api.parameters}
            for parameter, argument in zip(api.parameters, node.args, strict=False):
                if parameter.role not in ("input", "training"):
                    self.remove(argument)
            for keyword in node.keywords:
                if roles.get(keyword.arg or "", "init") not in ("input", "training"):
                    self.remove(keyword.value)
            return
        assert slot.target is not None
        if partial_of(self.unit, node) is not None:
            self.remove(node.func)
        try:
            split = split_arguments(self.rules.creation, slot.target, node)
        except CannotMoveError:
            return
        for role, _, argument in split:
            if role != "call":
                self.remove(argument)

    def remove(self, node: ast.AST) -> None:
        """Marks a node with everything in it."""
        self.gone.update(ast.walk(node))

    def flags(self) -> list[ast.expr]:
        """Training flags and other arguments of ``call`` that an arg_scope sets, read at the calls."""
        own = [slot.flag for slot in self.unit.slots if slot.flag is not None]
        targets = [slot.target for slot in self.unit.slots if slot.target is not None]
        given = [
            setting.node
            for slot in self.unit.slots
            for event in slot.events
            for name, setting in event.settings.items()
            if slot.target is not None and slot.target.roles.get(name) == "call" and setting.node is not None
        ]
        return [*own, *given, *[node for target in targets for node in target.passed.values()]]

    # -- questions -----------------------------------------------------------------------------------------

    def names(self) -> list[ast.Name]:
        """All reads of names in the unit's functions."""
        return [
            node
            for definition in self.unit.body
            for node in definition.nodes
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        ]

    def still_read(
        self, name: str, besides: set[ast.AST] | None = None, owner: Definition | None = None
    ) -> bool:
        """Whether the rewritten body reads a name. ``owner``: that of this function, not of one in it."""
        skip = besides or set()
        return name in self.read_to_create or any(
            node.id == name
            and node not in self.gone
            and node not in skip
            and (owner is None or self.owner(node) in (owner, None))
            for node in self.names()
        )

    def owner(self, node: ast.Name) -> Definition | None:
        """The function that a name is a local one of."""
        around = self.rules.creation.functions_around(node)
        return next((d for d in around if node.id in bound_names(d.node)), None)

    def drop_dead(self, moved: set[str]) -> None:
        """Drops assignments that only fed what has moved, until none is left."""
        consumed = {node.id for node in self.names() if node in self.gone} | moved
        owners = {s: d for d in self.functions() for s in own_statements(d.node)}
        statements = list(owners)
        changed = True
        while changed:
            changed = False
            for statement in statements:
                owner = owners[statement]
                if statement in self.rules.dropped or not self.is_dead(
                    statement, consumed, statements, owner
                ):
                    continue
                self.rules.dropped.add(statement)
                consumed |= {
                    n.id
                    for n in ast.walk(statement)
                    if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)
                }
                self.remove(statement)
                changed = True

    def functions(self) -> list[Definition]:
        """The unit's functions and those nested in them."""
        return [d for d in self.rules.creation.local_functions() if not isinstance(d.node, ast.Lambda)]

    def is_dead(
        self, statement: ast.stmt, consumed: set[str], statements: list[ast.stmt], owner: Definition
    ) -> bool:
        """Whether a statement only gives values to names that nobody reads any more."""
        if isinstance(statement, ast.Expr):
            return self.is_dead_change(statement)
        if isinstance(statement, ast.FunctionDef):
            own = set(ast.walk(statement))
            return statement.name in consumed and not self.still_read(statement.name, own)
        if not isinstance(statement, ast.Assign):
            return False
        names: set[str] = set()
        for target in statement.targets:
            found = target_names(target)
            if found is None:
                return False
            names |= found
        if not names & consumed or any(
            id(n) in self.unit.site_slots for n in ast.walk(statement.value) if n not in self.gone
        ):
            return False
        changes = {
            node
            for other in statements
            if (isinstance(other, ast.Expr) and self.is_change_of(other, names))
            or self.is_next_value_of(other, names)
            for node in ast.walk(other)
        }
        return not any(self.still_read(name, changes, owner) for name in names)

    def is_change_of(self, statement: ast.Expr, names: set[str]) -> bool:
        """``name.method(...)`` as a statement."""
        call = statement.value
        return (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id in names
        )

    def is_next_value_of(self, statement: ast.stmt, names: set[str]) -> bool:
        """``cell = Wrapper(cell)``: reads a name for nothing but its next value."""
        if not isinstance(statement, ast.Assign):
            return False
        found = set().union(*[target_names(target) or {""} for target in statement.targets])
        sites = any(id(n) in self.unit.site_slots for n in ast.walk(statement.value) if n not in self.gone)
        return found <= names and not sites

    def is_dead_change(self, statement: ast.Expr) -> bool:
        """A change of a local object that nobody reads any more, where its making has been dropped."""
        call = statement.value
        if not (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
        ):
            return False
        name = call.func.value.id
        made = [
            s
            for s in self.rules.dropped
            if isinstance(s, ast.Assign) and name in (target_names(s.targets[0]) or set())
        ]
        return bool(made)


def names_in_activations(unit: Unit) -> set[str]:
    """Names in activations that ``call`` applies itself, behind a normalizer."""
    codes = [slot.form.activation for slot in unit.slots if slot.form is not None and slot.form.activation]
    return {n.id for code in codes for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Name)}


def names_in_rates(rules: UnitRules) -> set[str]:
    """Names in the dropout rates of cells that are set before a run."""
    found: set[str] = set()
    for slot in rules.unit.slots:
        for site in slot.sites if is_recurrent(slot) and slot.phase not in ("kept", "compact") else ():
            for rate in late_of(rules.creation, slot, site):
                parts = [rate.kept, *([rate.test] if rate.test is not None else [])]
                found |= {n.id for part in parts for n in ast.walk(part) if isinstance(n, ast.Name)}
    return found


def names_in_creation(unit: Unit) -> set[str]:
    """Names that a driver's own lines read to make its instances."""
    lines = [line for slot in unit.slots if slot.phase == "init" for line in slot.creation]
    lines += [slot.comprehension[1] for slot in unit.slots if slot.comprehension is not None]
    return {
        node.id
        for line in lines
        for node in ast.walk(ast.parse(line))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def target_names(target: ast.expr) -> set[str] | None:
    """The plain names that a target binds; None when it binds something else."""
    if isinstance(target, ast.Name):
        return {target.id}
    if isinstance(target, ast.Starred):
        return target_names(target.value)
    if isinstance(target, ast.Tuple | ast.List):
        found: set[str] = set()
        for element in target.elts:
            inner = target_names(element)
            if inner is None:
                return None
            found |= inner
        return found
    return None
