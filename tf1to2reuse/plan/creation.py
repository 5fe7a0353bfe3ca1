"""Creation code: constructor arguments moved to ``__init__`` or ``build``, as text.

An expression may move when it rests on constants, module-level names, configuration parameters, the static
shape of a tensor parameter (then it goes to ``build``), loop variables of a comprehension, or local names
whose own assignments may move. Everything else cannot be known before ``call``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from tf1to2reuse.apis.dims import DerivedDim
from tf1to2reuse.facts.program import Definition, ModuleFacts
from tf1to2reuse.facts.source_text import SourceText, one_line
from tf1to2reuse.plan.linker import bound_names
from tf1to2reuse.plan.model import Unit
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.rounds import argument, operand, round_value
from tf1to2reuse.plan.symbols import SymbolRules
from tf1to2reuse.plan.syntax import (
    changed_names,
    contains,
    in_loop_around,
    in_other_arm,
    on_the_way,
    own_statements,
)
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.values import InstanceVal, ListVal, Sym, Tensor, Value


class Creation:
    """Renders expressions of one unit for its constructor."""

    def __init__(self, evaluation: Evaluation, unit: Unit, text: SourceText, symbols: SymbolRules) -> None:
        self.evaluation, self.unit, self.text, self.symbols = evaluation, unit, text, symbols
        self.values: dict[ast.AST, Value] = {}
        for run in unit.activations:
            self.collect(run)
        self.assigned: dict[Any, dict[str, list[ast.stmt]]] = {}
        self.in_build = False
        self.demands: list[Any] | None = None
        self.source_of: Callable[[ModuleFacts], tuple[SourceText, SymbolRules]] = lambda facts: (
            text,
            symbols,
        )

    def collect(self, run: Any) -> None:
        """Values of the generic run, and of the nested functions in it."""
        self.values.update(run.values)
        for event in run.events:
            if event.child is not None and event.child.generic:
                self.collect(event.child)

    # -- values as code ----------------------------------------------------------------------------------

    def express(self, value: Value, needs: Needs) -> str | None:
        """Code for a value: a configuration parameter, a static dimension, arithmetic of such; else None."""
        if isinstance(value, bool) or value is None:
            return None
        if isinstance(value, int):
            return str(value)
        if isinstance(value, DerivedDim) and value.formula in ("sum", "product"):
            parts = [self.express(operand, needs) for operand in value.operands]
            return (
                (" + " if value.formula == "sum" else " * ").join(map(str, parts))
                if None not in parts
                else None
            )
        if isinstance(value, ListVal):
            return self.sizes(value, needs)
        if not isinstance(value, Sym):
            return None
        if value.op == "param" and self.is_own(value):
            name = value.args[1]
            if self.unit.kind in ("driver", "passage"):
                return str(name)
            if self.unit.kind in ("object", "holder"):
                return None
            if self.unit.roles.get(name) != "init":
                return None
            needs.parameters.add(name)
            return f"self.{name}" if self.in_build else str(name)
        if value.op == "dim":
            return self.dimension(value, needs)
        if value.op == "attr" and len(value.args) == 2 and isinstance(value.args[0], Sym):
            owner = self.express(value.args[0], needs)
            return f"{owner}.{value.args[1]}" if owner else None
        if value.op == "self" and isinstance(value.args[1], str) and self.is_self(value.args[0]):
            return f"self.{value.args[1]}"
        if value.op in OPERATORS:
            left, right = (self.express(arg, needs) for arg in value.args[:2])
            return f"{left}{OPERATORS[value.op]}{right}" if left and right else None
        if value in self.evaluation.ev.alternatives:
            options = [
                o
                for o in self.evaluation.ev.alternatives[value]
                if not self.evaluation.ev.is_tensor(o) and o is not None
            ]
            return self.express(options[0], needs) if len(options) == 1 else None
        return None

    def is_sizes(self, node: ast.expr) -> bool:
        """Whether a node is a part of a static shape, ``x.shape[1:]``, or a name that is nothing else."""
        value = self.values.get(node)
        if not isinstance(value, ListVal) or isinstance(node, ast.List):
            return False
        if isinstance(node, ast.Name):
            functions = self.functions_around(node)
            if any(len(self.stores(d).get(node.id, [])) > 1 for d in functions):
                return False  # it may have become longer
        if value.items is None:
            return shape_slice(value) is not None
        dims = [isinstance(item, DerivedDim) or is_dimension(item) for item in value.items]
        return any(dims) and all(isinstance(item, int | Sym | DerivedDim) for item in value.items)

    def sizes(self, value: ListVal, needs: Needs) -> str | None:
        """``[x_shape[0], 4]``, or ``x_shape[1:]`` where the number of dimensions is not known."""
        if value.items is not None:
            sizes = [self.express(item, needs) for item in value.items]
            return f"[{', '.join(map(str, sizes))}]" if sizes and None not in sizes else None
        part = shape_slice(value)
        first = self.dimension(Sym("dim", (part[0], 0)), needs) if part is not None else None
        return f"{first.removesuffix('[0]')}[{part[1]}]" if first is not None and part is not None else None

    def is_own(self, value: Sym) -> bool:
        """Whether a parameter is one of this unit's own."""
        return value.args[0] in {d.key for d in self.unit.body}

    def is_self(self, identity: Any) -> bool:
        """Whether an identity is the unit's own object."""
        return (
            isinstance(identity, Sym)
            and identity.op == "object"
            and isinstance(identity.args[0].value, InstanceVal)
            and identity.args[0].value is self.unit.instance
        )

    def dimension(self, value: Sym, needs: Needs) -> str | None:
        """``x_shape[-1]`` for a static dimension of a tensor parameter."""
        owner, axis = value.args
        name = None
        if isinstance(owner, Sym) and owner.op == "param" and self.is_own(owner):
            name = owner.args[1]
        elif isinstance(owner, Tensor) and owner.origin:
            name = owner.origin
        if (
            name is None
            or not isinstance(axis, int)
            or self.unit.roles.get(name) != "call"
            or self.unit.call is None
        ):
            return None
        needs.build = True
        needs.shapes.add(name)
        return f"{name}_shape[{axis}]"

    # -- expressions -------------------------------------------------------------------------------------

    def code(self, node: ast.expr, needs: Needs, loop_names: frozenset[str] = frozenset()) -> str:
        """The expression for the constructor.

        Raises:
            CannotMoveError: with the reason, when it is known only in ``call``.
        """

        def rule(inner: ast.AST) -> str | None:
            return self.replace(inner, needs, loop_names, rule)

        return argument(node, one_line(self.text.render(node, rule)))

    def replace(
        self, node: ast.AST, needs: Needs, loop_names: frozenset[str], rule: Callable[[ast.AST], str | None]
    ) -> str | None:
        """The replacement of one node in creation code."""
        if not isinstance(node, ast.expr):
            return None
        if isinstance(node, ast.Constant):
            return None
        if isinstance(node, ast.Name):
            code = self.name(node, needs, loop_names)
            return self.cloned(node, code) if self.draws(node) else code
        if isinstance(node, ast.Attribute) and self.draws(node):
            return self.cloned(node, None)
        if self.is_carried(node) and not self.in_build:
            assert isinstance(node, ast.Attribute)
            return node.attr
        value = self.values.get(node)
        known = isinstance(value, Sym | DerivedDim) or self.is_sizes(node)
        if known and not isinstance(node, ast.Lambda) and not self.varies(node, loop_names):
            before = Needs()
            expressed = self.express(value, before)
            if expressed is not None and (before.build or not self.stands_alone(node)):
                needs.merge(before)
                return expressed
        if isinstance(node, ast.Lambda):
            return None
        is_tensor = isinstance(value, Tensor) and not value.array and value.variable is None
        if is_tensor and not (isinstance(node, ast.Call) and self.constant_call(node)):
            raise CannotMoveError(f"`{ast.unparse(node)}` is a tensor")
        if isinstance(node, ast.Call) and id(node) in self.unit.site_slots and not self.is_object(node):
            raise CannotMoveError(f"`{ast.unparse(node)}` is itself a layer call")
        if isinstance(node, ast.Yield | ast.Await | ast.NamedExpr):
            raise CannotMoveError(f"`{ast.unparse(node)}` has an effect")
        return self.symbols.rule(node, lambda child: self.text.render(child, rule))

    def draws(self, node: ast.Name | ast.Attribute) -> bool:
        """Whether a name stands for an initializer object that draws random numbers.

        One such object of Keras gives weights of one shape equal numbers; in TF1 each variable has its own.
        """
        if not isinstance(node.ctx, ast.Load):
            return False
        value = self.values.get(node)
        if isinstance(value, Sym) and value.op == "param" and len(value.args) == 2:
            seen = self.evaluation.ev.observed.get(value.args)
            given = [v for v in seen.values if v is not value] if seen is not None else []
            return bool(given) and all(is_random_initializer(v) for v in given)
        if isinstance(value, Sym) and value in self.evaluation.ev.alternatives:
            options = self.evaluation.ev.alternatives[value]
            random = [option for option in options if is_random_initializer(option)]
            rest = [option for option in options if not is_initializer_object(option)]
            return bool(random) and all(isinstance(one, Sym) and one.op == "param" for one in rest)
        return is_random_initializer(value)

    def cloned(self, node: ast.Name | ast.Attribute, code: str | None) -> str:
        """A copy of an initializer, with random numbers of its own; a constructor written out needs none."""
        if code is None:
            code = ast.unparse(node) if isinstance(node, ast.Name) else self.text.segment(node)
        return code if code.endswith(")") else f"{code}.clone()"

    def is_captured(self, node: ast.Name) -> bool:
        """Whether a name of a function around this one is what the constructor is given."""
        read = self.unit.carried.get(node.id)
        return isinstance(read, ast.Name) and not any(
            node.id in bound_names(d.node) for d in self.functions_around(node) if d in self.local_functions()
        )

    def is_carried(self, node: ast.AST) -> bool:
        """Whether a node reads an attribute that the constructor is given."""
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            return False
        read = self.unit.carried.get(node.attr)
        return isinstance(read, ast.Attribute) and ast.unparse(read.value) == node.value.id

    def is_object(self, node: ast.Call) -> bool:
        """Whether a call makes an object that is called later."""
        target = self.unit.site_slots[id(node)].target
        return target is not None and target.kind == "object"

    def constant_call(self, node: ast.Call) -> bool:
        """Whether a tensor is a constant that a constructor may make."""
        leaf = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return leaf in ("constant", "zeros", "ones", "eye")

    def stands_alone(self, node: ast.expr) -> bool:
        """Whether an expression moves as it is, so that its own text is better than the value's."""
        free = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        return all(self.unit.roles.get(name) == "init" or not self.is_local(name) for name in free)

    def name(self, node: ast.Name, needs: Needs, loop_names: frozenset[str]) -> str | None:
        """A name in creation code."""
        if node.id in loop_names:
            needs.loops.add(node.id)
            return None
        if not isinstance(node.ctx, ast.Load) or self.in_lambda(node):
            return None
        if self.unit.kind in ("driver", "passage"):
            return self.driver_name(node, needs, loop_names)
        if self.is_captured(node):
            return f"self.{node.id}" if self.in_build else node.id
        role = self.parameter_role(node)
        if role in ("self", "given"):
            return None
        if role == "name" and node.id == self.unit.name_parameter:
            return "self.name"
        if role == "init":
            if self.changed_before(node):
                needs.parameters.add(node.id)
                self.slice(node, needs)
                return None
            needs.parameters.add(node.id)
            return f"self.{node.id}" if self.in_build and self.unit.is_layer else None
        value = self.values.get(node)
        known = (isinstance(value, Sym | DerivedDim) or self.is_sizes(node)) and self.is_local(node.id)
        expressed = self.express(value, needs) if known and not self.varies(node, loop_names) else None
        if expressed is not None:
            return expressed
        if role is not None:
            raise CannotMoveError(f"`{node.id}` is an argument of the call")
        if not self.is_local(node.id):
            return None
        inlined = self.initializer(node, value, needs)
        if inlined is not None:
            return inlined
        made = self.made_in_round(node, loop_names)
        if made is not None:
            return operand(made, self.code(made, needs, loop_names))
        self.slice(node, needs)
        return None

    def varies(self, node: ast.expr, loop_names: frozenset[str]) -> bool:
        """Whether an expression of a family's arguments differs by round; its value is the last one's."""
        names = [n for n in ast.walk(node) if isinstance(n, ast.Name)] if loop_names else []
        around = [d for d in self.functions_around(node) if not isinstance(d.node, ast.Lambda)]
        return any(
            name.id in loop_names
            or any(
                in_loop_around(d.node, statement, name)
                for d in around
                for statement in self.stores(d).get(name.id, [])
            )
            for name in names
        )

    def made_in_round(self, node: ast.Name, loop_names: frozenset[str]) -> ast.expr | None:
        """What each round of a family's loop gives a name."""
        around = [d for d in self.functions_around(node) if not isinstance(d.node, ast.Lambda)]
        if not loop_names or not around:
            return None
        statements = self.stores(around[0]).get(node.id, [])
        return round_value(around[0].node, statements, node, loop_names)

    def initializer(self, node: ast.Name, value: Value, needs: Needs) -> str | None:
        """An initializer kept in a local name is written out at each weight: one Keras initializer object
        would give weights of one shape the same random numbers."""
        if not (isinstance(value, Sym) and value.op == "call" and is_initializer(value.args[0])):
            return None
        for definition in self.functions_around(node):
            statements = self.stores(definition).get(node.id, []) if definition in self.unit.body else []
            made = assigned_value(statements[0], node.id) if len(statements) == 1 else None
            if made is not None:
                needs.inlined.add(node.id)
                return self.code(made, needs)
        return None

    def driver_name(self, node: ast.Name, needs: Needs, loop_names: frozenset[str]) -> str | None:
        """In a driver the instance is made on the spot: a name only has to have its value by then."""
        around = [d for d in self.functions_around(node) if not isinstance(d.node, ast.Lambda)]
        inner = next((d for d in around if node.id in bound_names(d.node)), None)
        if inner is not None and inner in self.unit.outer_functions:
            return None
        if inner is not None and self.varies(node, loop_names):
            made = self.made_in_round(node, loop_names)
            if made is None:
                raise CannotMoveError(f"`{node.id}` changes from round to round of a loop")
            return operand(made, self.code(made, needs, loop_names))
        if inner is not None and inner not in self.unit.body:
            expressed = self.express(self.values.get(node), needs)
            if expressed is None:
                raise CannotMoveError(f"`{node.id}` belongs to a nested function")
            return expressed
        if inner is not None and node.id not in inner.parameters():
            needs.locals[node.id] = self.stores(inner).get(node.id, [])
        return None

    def parameter_role(self, node: ast.Name) -> str | None:
        """The role of a parameter of the unit's own function by that name; None for other names.

        ``given``: it is one of the constructor that makes the layers.
        """
        for definition in self.functions_around(node):
            if node.id in bound_names(definition.node) and definition not in self.unit.body:
                return None if node.id not in definition.parameters() else "nested"
            if node.id in definition.parameters():
                if definition.is_method and node.id == definition.parameters()[0]:
                    return "self"
                if definition is self.unit.constructor:
                    return "call" if self.reassigned(node.id) else "given"
                if definition is not self.unit.call or self.unit.kind in ("holder", "object"):
                    return "call"
                return self.unit.roles.get(node.id, "init")
        return None

    def functions_around(self, node: ast.AST) -> list[Definition]:
        """The functions that a node stands in, innermost first."""
        found = [
            d for d in self.unit.module.definitions.values() if not d.is_class and contains(d.node, node)
        ]
        return sorted(found, key=lambda d: d.node.lineno, reverse=True)

    def in_lambda(self, node: ast.Name) -> bool:
        """Whether the name is a lambda's own parameter."""
        around = self.functions_around(node)
        if not around or around[0] in self.unit.body:
            return False
        return isinstance(around[0].node, ast.Lambda) and node.id in around[0].parameters()

    def is_local(self, name: str) -> bool:
        """Whether a name is bound inside one of the unit's functions."""
        return any(name in bound_names(d.node) for d in self.local_functions())

    def local_functions(self) -> list[Definition]:
        """The unit's functions with those nested in them."""
        result = list(self.unit.body)
        for definition in result:
            result.extend(child for child in definition.children if not child.is_class)
        return result

    def reassigned(self, name: str) -> bool:
        """Whether a parameter gets another value in the body."""
        return any(name in self.stores(definition) for definition in self.unit.body)

    def changed_before(self, node: ast.Name) -> bool:
        """Whether a parameter may have been changed by the time of that use."""
        return any(
            (s.end_lineno or s.lineno) < node.lineno or in_loop_around(d.node, s, node)
            for d in self.unit.body
            for s in self.stores(d).get(node.id, [])
        )

    def stores(self, definition: Definition) -> dict[str, list[ast.stmt]]:
        """For every name the statements of that function that assign or change it."""
        if definition in self.assigned:
            return self.assigned[definition]
        found: dict[str, list[ast.stmt]] = {}
        for statement in own_statements(definition.node):
            for name in changed_names(statement):
                found.setdefault(name, []).append(statement)
        self.assigned[definition] = found
        return found

    # -- local names -------------------------------------------------------------------------------------

    def slice(self, node: ast.Name, needs: Needs) -> None:
        """Adds the statements that give a local name its value.

        Raises:
            CannotMoveError: when one of them cannot move, or does not stand on the way to the use.
        """
        if node.id in needs.locals:
            return
        around = [d for d in self.functions_around(node) if not isinstance(d.node, ast.Lambda)]
        definition = next((d for d in around if node.id in self.stores(d)), None)
        if definition is None or definition not in self.unit.body:
            raise CannotMoveError(f"`{node.id}` belongs to a nested function")
        before = [
            statement
            for statement in self.stores(definition)[node.id]
            if statement.lineno < node.lineno and not in_other_arm(definition.node, statement, node)
        ]
        if not before:
            raise CannotMoveError(f"`{node.id}` is not assigned before this line")
        if any(in_loop_around(definition.node, s, node) for s in self.stores(definition)[node.id]):
            raise CannotMoveError(f"`{node.id}` changes from round to round of a loop")
        needs.locals[node.id] = []
        whole: list[ast.stmt] = []
        for statement in before:
            if isinstance(statement, ast.For | ast.While | ast.With):
                raise CannotMoveError(f"`{node.id}` depends on control flow in line {statement.lineno}")
            if not on_the_way(definition.node, statement, node):
                statement = self.branch_around(definition, statement, node)
            if statement not in whole:
                self.check_statement(statement, needs)
                whole.append(statement)
        needs.locals[node.id] = whole

    def branch_around(self, definition: Definition, statement: ast.stmt, node: ast.Name) -> ast.stmt:
        """The ``if`` around a conditional change, when it may move as a whole.

        Raises:
            CannotMoveError: otherwise.
        """
        for candidate in own_statements(definition.node):
            if (
                isinstance(candidate, ast.If)
                and contains(candidate, statement)
                and on_the_way(definition.node, candidate, node)
            ):
                return candidate
        raise CannotMoveError(f"`{node.id}` depends on control flow in line {statement.lineno}")

    def check_statement(self, statement: ast.stmt, needs: Needs) -> None:
        """Makes sure that a statement may move, with what it rests on."""
        if isinstance(statement, ast.Assign | ast.AugAssign):
            self.code(statement.value, needs)
            for target in statement.targets if isinstance(statement, ast.Assign) else [statement.target]:
                for inner in ast.walk(target):
                    if isinstance(inner, ast.Subscript | ast.Attribute):
                        self.code(inner.value, needs)
        elif isinstance(statement, ast.Expr):
            self.code(statement.value, needs)
        elif isinstance(statement, ast.If):
            self.code(statement.test, needs)
            for inner in [*statement.body, *statement.orelse]:
                self.check_statement(inner, needs)
        elif isinstance(statement, ast.Raise | ast.Pass):
            pass
        else:
            raise CannotMoveError(f"line {statement.lineno} is not a plain assignment")


def is_dimension(value: Value) -> bool:
    """Whether a value is a static dimension of a tensor."""
    return isinstance(value, Sym) and value.op == "dim"


def shape_slice(value: ListVal) -> tuple[Any, str] | None:
    """The tensor and the slice, ``1:``, where a list of unknown length is a slice of a static shape."""
    item = value.sym
    if item is None or item.op != "item" or not isinstance(item.args[0], Sym) or item.args[0].op != "shape":
        return None
    bounds = item.args[1].args if isinstance(item.args[1], Sym) and item.args[1].op == "slice-of" else ("",)
    if not all(bound is None or isinstance(bound, int) for bound in bounds):
        return None
    texts = ["" if bound is None else str(bound) for bound in bounds]
    return item.args[0].args[0], ":".join(texts if texts[2] else texts[:2])


OPERATORS = {"Add": " + ", "plus": " + ", "Sub": " - ", "Mult": " * ", "times": " * ", "FloorDiv": " // "}


def is_initializer(name: Any) -> bool:
    """Whether an outside name is that of an initializer."""
    return isinstance(name, str) and (name.endswith("_initializer") or ".initializers." in name)


FIXED = ("zeros", "ones", "constant", "identity", "eye")


def is_initializer_object(value: Value) -> bool:
    """Whether a value is an initializer object."""
    return isinstance(value, Sym) and value.op == "call" and is_initializer(value.args[0])


def is_random_initializer(value: Value) -> bool:
    """Whether a value is an initializer object that draws random numbers."""
    if not isinstance(value, Sym) or value.op != "call" or not is_initializer(value.args[0]):
        return False
    return not any(word in value.args[0].rpartition(".")[2].lower() for word in FIXED)


def assigned_value(statement: ast.stmt, name: str) -> ast.expr | None:
    """The expression that ``name = value`` or ``a, name = b, value`` gives a name."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    target, value = statement.targets[0], statement.value
    if isinstance(target, ast.Name):
        return value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        pairs = zip(target.elts, value.elts, strict=True)
        return next((v for t, v in pairs if isinstance(t, ast.Name) and t.id == name), None)
    return None
