"""Classes of the program that hold layers: their methods stay, their scopes go.

A class whose objects are called becomes a Keras layer; one that builds in its constructor is split into a
constructor and a ``call``; one with placeholders or sessions of its own stays a plain class.
"""

from __future__ import annotations

import ast
import re
from itertools import takewhile

from tf1to2reuse.facts.program import Definition
from tf1to2reuse.facts.source_text import SourceText
from tf1to2reuse.plan.arguments import default_of
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.model import Plan, Unit
from tf1to2reuse.plan.naming import RESERVED
from tf1to2reuse.plan.needs import CannotMoveError
from tf1to2reuse.plan.planner import creation_of
from tf1to2reuse.plan.roles import is_tensor_parameter
from tf1to2reuse.plan.symbols import SymbolRules
from tf1to2reuse.plan.syntax import own_statements
from tf1to2reuse.plan.templates import kept_parameters
from tf1to2reuse.rewrite.bodies import DROP, Body, reindent, tidy
from tf1to2reuse.rewrite.cell_makers import unused_cell_methods
from tf1to2reuse.rewrite.classes import ClassWriter
from tf1to2reuse.rewrite.configuration import configuration, require_one_meaning
from tf1to2reuse.rewrite.layer_loops import LayerLoops
from tf1to2reuse.rewrite.leftovers import Leftovers
from tf1to2reuse.rewrite.own_lists import is_own_attribute
from tf1to2reuse.rewrite.projection import Projection
from tf1to2reuse.rewrite.rules import KEYWORDS, UnitRules
from tf1to2reuse.rewrite.wrapping import WIDTH
from tf1to2reuse.scopes.roots import below
from tf1to2reuse.scopes.trace import Activation, Event


class HolderWriter:
    """Writes one class."""

    def __init__(
        self, plan: Plan, unit: Unit, text: SourceText, symbols: SymbolRules, creation: Creation, indent: str
    ) -> None:
        self.plan, self.unit, self.text, self.symbols, self.creation, self.indent = (
            plan,
            unit,
            text,
            symbols,
            creation,
            indent,
        )
        assert unit.definition is not None and isinstance(unit.definition.node, ast.ClassDef)
        self.node = unit.definition.node
        self.bases = [plan.units[key] for key in unit.ancestors if key in plan.units]
        self.rules = UnitRules(plan, unit, text, symbols, creation)
        self.before: dict[ast.stmt, list[str]] = {}
        self.texts: dict[ast.stmt, list[str]] = {}
        self.dropped: set[ast.stmt] = set()
        self.body = Body(text, self.rules.expression, self.statement, self.lines_before, self.rules.behind)
        self.made: dict[str, list[str]] = {}
        self.read_above: set[str] = set()

    def lines_before(self, statement: ast.stmt) -> list[str]:
        """Lines in front of a statement."""
        return [*self.before.get(statement, []), *self.rules.before(statement)]

    def write(self) -> list[str]:
        """The lines of the class, after those of methods that became classes."""
        lines: list[str] = []
        for unit in self.plan.units.values():
            if unit.definition is None or unit.definition.parent is not self.unit.definition:
                continue
            if unit.definition.is_class:
                creation = creation_of(self.plan, unit)
                writer = HolderWriter(self.plan, unit, self.text, self.symbols, creation, self.indent)
                self.texts[unit.definition.node] = writer.write()  # type: ignore[index]
            else:
                lines += [*self.extracted(unit), "", ""]
                self.dropped.add(unit.definition.node)  # type: ignore[arg-type]
        self.check_names()
        if self.unit.kind == "constructor":
            self.split_constructor()
        else:
            self.place_creation()
            self.place_build()
        leftovers = Leftovers(self.rules)
        leftovers.read_to_create |= self.read_above
        if self.unit.kind == "constructor":
            leftovers.drop_dead(set())
        else:
            loops = LayerLoops(self.rules)
            loops.rename(leftovers)
            leftovers.drop_dead(set())
            loops.write()
        self.dropped |= unused_cell_methods(self.plan, self.unit, leftovers)
        if self.unit.is_layer and not self.bases:
            self.body.headers[self.node] = self.class_header()
        inner = reindent(self.body.statement(self.node), self.node.col_offset, 0)
        return [*lines, *collapse(tidy(inner))]

    def extracted(self, unit: Unit) -> list[str]:
        """The class of a method."""
        creation = creation_of(self.plan, unit)
        writer = ClassWriter(self.plan, unit, self.text, self.symbols, creation, self.indent)
        lines = writer.write()
        if any(re.search(r"\bself\.\w+", line) and self.uses_owner(line, unit) for line in lines):
            raise CannotMoveError(f"{unit.key} becomes a layer of its own but reads attributes of its object")
        return lines

    def uses_owner(self, line: str, unit: Unit) -> bool:
        """Whether a line reads an attribute that only the original object has."""
        own = (
            {slot.attribute for slot in unit.slots}
            | set(unit.roles)
            | set(unit.carried)
            | {"add_weight", "parts", "layer", "weight", "name"}
        )
        return any(name not in own for name in re.findall(r"\bself\.(\w+)", line))

    def check_names(self) -> None:
        """A layer must not use names that Keras reserves.

        Raises:
            CannotMoveError: naming the attribute.
        """
        if not self.unit.is_layer:
            return
        for node in ast.walk(self.node):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.ctx, ast.Store)
                and isinstance(node.value, ast.Name)
                and node.value.id == "self"
                and node.attr in RESERVED - {"name"} - self.unit.own_lists
            ):
                raise CannotMoveError(
                    f"the attribute {node.attr} (line {node.lineno}) is reserved by Keras layers"
                )
        for statement in self.node.body:
            if (
                isinstance(statement, ast.FunctionDef)
                and statement.name in RESERVED
                and not self.is_forward(statement)
            ):
                raise CannotMoveError(
                    f"the method {statement.name} (line {statement.lineno}) is reserved by Keras layers"
                )
        others = [base for base in self.node.bases if ast.unparse(base) not in ("object", *self.abstract())]
        if len(others) > len(self.bases[:1]) or self.node.keywords:
            raise CannotMoveError("the class has a base class of its own")
        named = {node.attr for node in ast.walk(self.node) if isinstance(node, ast.Attribute)}
        if self.bases and named & {"__call__"}:
            raise CannotMoveError("the class calls `__call__` by its name")

    def is_forward(self, node: ast.stmt) -> bool:
        """Whether a method becomes ``call``."""
        return self.unit.forward is not None and self.unit.forward.node is node

    # -- statements ------------------------------------------------------------------------------------

    def statement(self, node: ast.stmt) -> str | None:
        """Methods that change their head or go; everything else by the rules of the unit."""
        if node in self.dropped:
            return DROP
        if node in self.texts:
            return "\n".join(reindent(self.texts[node], 0, 0))
        return self.rules.statement(node)

    def class_header(self) -> str:
        """``class X(tf.keras.layers.Layer):``."""
        base = "CompactLayer" if self.unit.compact else f"{self.symbols.tf}.keras.layers.Layer"
        indent = " " * self.node.col_offset
        return f"{indent}class {self.node.name}({', '.join([base, *self.abstract()])}):"

    def abstract(self) -> list[str]:
        """``ABC``, which a Keras layer may have beside its own base class."""
        names = [ast.unparse(base) for base in self.node.bases]
        return [name for name in names if name in ("ABC", "abc.ABC")]

    # -- creation --------------------------------------------------------------------------------------

    def constructor(self) -> ast.FunctionDef | None:
        """The ``__init__`` of the class."""
        found = [s for s in self.node.body if isinstance(s, ast.FunctionDef) and s.name == "__init__"]
        return found[0] if found else None

    def place_creation(self) -> None:
        """Puts creation into ``__init__``, through a method of its own where it needs local names."""
        lines = self.creation_lines()
        init = self.constructor()
        for statement in self.node.body:
            if isinstance(statement, ast.FunctionDef):
                self.set_head(statement)
        if init is None:
            if lines or self.unit.is_layer:
                self.add_constructor(lines)
            return
        place = self.first_use(init)
        self.check_attributes(lines, init, place)
        start = self.super_call(init)
        if start:
            first = init.body[1] if is_docstring(init.body[0]) and len(init.body) > 1 else init.body[0]
            self.before.setdefault(first, []).extend(start)
        if place is not None:
            self.before.setdefault(place, []).extend(lines)
        elif lines:
            self.body.after[init.body[-1]] = lines

    def place_build(self) -> None:
        """Puts ``build`` in front of ``call``, where parts need the shape of an argument."""
        forward = self.unit.forward
        if forward is None or self.bases:
            return
        lines = Projection(self.unit, self.creation, "build", "self.", self.indent).lines()
        if lines:
            head = f"def build({', '.join(['self', *self.shape_parameters(forward)])}):"
            method = [head, *[self.indent + line if line else "" for line in lines], ""]
            self.before.setdefault(forward.node, []).extend(method)  # type: ignore[arg-type]

    def shape_parameters(self, forward: Definition) -> list[str]:
        """``x_shape`` of each tensor up to the last that is needed: Keras matches them by name."""
        evaluation = self.plan.evaluation
        names = forward.parameters()[1:]
        tensors = [n for n in names if is_tensor_parameter(evaluation, self.unit, forward, n)]
        last = max((tensors.index(name) for name in self.unit.shapes if name in tensors), default=0)
        return [
            f"{name}_shape" + ("" if default_of(forward, name) is None else "=None")
            for name in tensors[: last + 1]
        ]

    def creation_lines(self) -> list[str]:
        """The statements that create, in the order of the methods."""
        lines: list[str] = []
        projection = Projection(self.unit, self.creation, "init", "self.", self.indent)
        for definition in self.unit.body:
            own = definition is self.unit.constructor
            if own and isinstance(definition.node, ast.FunctionDef):
                self.read_above = projection.leave_out(self.first_use(definition.node))
            made = projection.function(definition.node)
            if own or is_plain(made):
                lines += made
                continue
            name = f"_make_{definition.name.strip('_')}_layers"
            self.made[name] = made
            lines.append(f"self.{name}()")
            method = [f"def {name}(self):", *[self.indent + line if line else "" for line in made], ""]
            self.before.setdefault(definition.node, []).extend(method)  # type: ignore[arg-type]
        return lines

    def add_constructor(self, lines: list[str]) -> None:
        """A class without ``__init__`` gets one."""
        if self.bases and not lines:
            return
        start = ["super().__init__(**kwargs)"] if self.unit.is_layer else []
        parameters = "self, **kwargs" if self.unit.is_layer else "self"
        if self.bases or any(ast.unparse(base) != "object" for base in self.node.bases):
            start, parameters = ["super().__init__(*args, **kwargs)"], "self, *args, **kwargs"
        method = [f"def __init__({parameters}):", *[self.indent + line for line in [*start, *lines]], ""]
        first = next(s for s in self.node.body if isinstance(s, ast.FunctionDef))
        self.before[first] = [*method, *self.before.get(first, [])]

    def first_use(self, init: ast.FunctionDef) -> ast.stmt | None:
        """The first statement of ``__init__`` that uses an instance, itself or through methods."""
        inside = {id(node): statement for statement in init.body for node in ast.walk(statement)}
        found: list[ast.stmt] = []
        for slot in self.unit.slots:
            if slot.kept or slot.phase == "kept":
                continue
            for event in slot.events:
                site: ast.AST | None = event.site
                run = event.child.parent if event.child is not None else self.run_of(event)
                names: set[str] = set()
                while run is not None and id(site) not in inside:
                    names |= {run.definition.name} if run.definition is not None else set()
                    site = run.site or self.property_read(init, run, names)
                    run = run.parent
                if id(site) in inside:
                    found.append(inside[id(site)])
        return min(found, key=lambda s: s.lineno) if found else None

    def property_read(self, init: ast.FunctionDef, run: Activation, names: set[str]) -> ast.AST | None:
        """Where ``__init__`` reads the property of its object that a run computes: a method of one of these
        names, or the function that a decorator made of it."""
        caller = run.parent.definition if run.parent is not None else None
        if caller is None or caller.node is not init:
            return None
        exprs = (node for node in caller.nodes if isinstance(node, ast.expr))
        reads = (n for n in exprs if is_own_attribute(n) and n.attr in names)
        return min(reads, key=lambda n: (n.lineno, n.col_offset), default=None)

    def run_of(self, event: Event) -> Activation | None:
        """The run that recorded an event without a child."""
        for run in self.unit.activations:
            for inner in below(run):
                if event in inner.events:
                    return inner
        return None

    def check_attributes(self, lines: list[str], init: ast.FunctionDef, place: ast.stmt | None) -> None:
        """Everything that creation reads of ``self`` must be set by then.

        Raises:
            CannotMoveError: naming the attribute.
        """
        ready = {slot.attribute for slot in self.unit.slots} | {
            a for slot in self.unit.slots for a in slot.attributes
        }
        ready |= {s.name for s in self.node.body if isinstance(s, ast.FunctionDef)} | set(self.made)
        ready |= {"add_weight"} if self.unit.is_layer else set()
        ready |= {
            t.id
            for s in self.node.body
            if isinstance(s, ast.Assign)
            for t in s.targets
            if isinstance(t, ast.Name)
        }
        for node in ast.walk(init):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.ctx, ast.Store)
                and (place is None or node.lineno < place.lineno)
            ):
                ready.add(node.attr)
        for base in self.bases:
            ready |= {name for slot in base.slots for name in slot.attributes} | stored_by_constructor(base)
        for line in [*lines, *[line for made in self.made.values() for line in made]]:
            for name in re.findall(r"\bself\.(\w+)", line):
                if name not in ready:
                    raise CannotMoveError(
                        f"self.{name} is not set when the layers that need it would be made"
                    )

    def super_call(self, init: ast.FunctionDef) -> list[str]:
        """``super().__init__`` with the object's name as the layer's; a plain class keeps its scope's."""
        if not self.unit.is_layer:
            return [f"self.{name} = {name}" for name in kept_parameters(self.unit) if self.names_paths(name)]
        if self.bases:
            return []
        self.body.headers[init] = self.head(
            init, init.name, set(), ["**kwargs"] if init.args.kwarg is None else []
        )
        for statement in ast.walk(init):
            if isinstance(statement, ast.Assign) and is_self_name(statement.targets[0]):
                value = self.text.render(statement.value, self.rules.expression)
                self.dropped.add(statement)
                self.rules.dropped.add(statement)
                if "/" in value and isinstance(statement.value, ast.Constant):
                    raise CannotMoveError(f"a Keras layer cannot be called {value}: there is a slash in it")
                return [f"super().__init__(name={value}{', **kwargs' if init.args.kwarg is None else ''})"]
        named = any(parameter.arg == "name" for parameter in (*init.args.args, *init.args.kwonlyargs))
        if named and any("{self}" in slot.template for slot in self.unit.slots):
            return [f"super().__init__(name=name{', **kwargs' if init.args.kwarg is None else ''})"]
        return ["super().__init__(**kwargs)" if init.args.kwarg is None else "super().__init__()"]

    def names_paths(self, name: str) -> bool:
        """Whether the manifest finds an instance by that attribute of the object."""
        slots = [*self.unit.slots, *self.unit.placed.get(self.unit.key, [])]
        found = [slot.template for slot in slots if slot.kept or slot.phase != "kept"]
        return any(f":{name}}}" in template for template in found)

    # -- heads -----------------------------------------------------------------------------------------

    def set_head(self, node: ast.FunctionDef) -> None:
        """Renames the forward method and drops parameters that said only ``reuse``."""
        definition = self.unit.module.by_node[node]
        gone = self.unit.vanished.get(definition.key, set())
        name = "call" if self.is_forward(node) else node.name
        if gone or name != node.name:
            self.body.headers[node] = self.head(node, name, gone, [])
        if self.is_forward(node) and self.unit.key in self.plan.old_names:
            self.body.after[node] = ["", *self.old_name(node)]

    def old_name(self, node: ast.FunctionDef) -> list[str]:
        """The method by its old name, which calls the layer."""
        assert self.unit.forward is not None
        gone = self.unit.vanished.get(self.unit.forward.key, set())
        names = [name for name in self.unit.forward.parameters()[1:] if name not in gone]
        keywords = [a.arg for a in node.args.kwonlyargs]
        tensors = list(takewhile(lambda name: self.is_positional(node, name), names))
        given = [name if name in tensors else f"{name}={name}" for name in names if name not in keywords]
        given += [f"*{node.args.vararg.arg}"] if node.args.vararg is not None else []
        given += [f"{name}={name}" for name in names if name in keywords]
        given += [f"**{node.args.kwarg.arg}"] if node.args.kwarg is not None else []
        head = self.head(node, node.name, gone, [])
        own = node.args.args[0].arg
        call = f"return {own}({', '.join(given)})"
        shift = " " * node.col_offset
        return [*[line.removeprefix(shift) for line in head.split("\n")], self.indent + call]

    def is_positional(self, node: ast.FunctionDef, name: str) -> bool:
        """Whether Keras takes an argument by position: tensors, and all that comes before ``*args``."""
        assert self.unit.forward is not None
        return node.args.vararg is not None or (
            name not in KEYWORDS and self.rules.is_tensor_argument(self.unit, self.unit.forward, name)
        )

    def head(self, node: ast.FunctionDef, name: str, gone: set[str], extra: list[str]) -> str:
        """A ``def`` line."""
        arguments = node.args
        positional = [*arguments.posonlyargs, *arguments.args]
        offset = len(positional) - len(arguments.defaults)
        pieces: list[str] = []
        for index, parameter in enumerate(positional):
            if parameter.arg in gone:
                continue
            code = self.text.segment(parameter)
            if index >= offset:
                default = arguments.defaults[index - offset]
                code += "=" + self.text.render(default, self.rules.expression)
            pieces.append(code)
        if arguments.vararg is not None:
            pieces.append("*" + self.text.segment(arguments.vararg))
        elif arguments.kwonlyargs:
            pieces.append("*")
        for parameter, default_node in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            default_code = (
                f"={self.text.render(default_node, self.rules.expression)}"
                if default_node is not None
                else ""
            )
            if parameter.arg not in gone:
                pieces.append(self.text.segment(parameter) + default_code)
        if arguments.kwarg is not None:
            pieces.append("**" + self.text.segment(arguments.kwarg))
        indent = " " * node.col_offset
        return indent + "\n".join(
            (indent if i else "") + line
            for i, line in enumerate(broken_head(name, [*pieces, *extra], len(indent)))
        )

    # -- constructors that build -----------------------------------------------------------------------

    def split_constructor(self) -> None:
        """``__init__`` becomes ``__init__``, ``build`` and ``call``."""
        init = self.constructor()
        assert init is not None
        if any(isinstance(statement, ast.Return) for statement in own_statements(init)):
            raise CannotMoveError("the constructor returns before its end")
        writer = ClassWriter(self.plan, self.unit, self.text, self.symbols, self.creation, self.indent)
        if self.unit.call is not None:
            writer.configuration = configuration(self.unit, self.creation, self.unit.call, self.rules.is_flag)
        writer.settle()
        require_one_meaning(self.unit, writer.stored)
        lines = [*writer.constructor(with_docstring=True)]
        build = writer.build()
        if build:
            lines += ["", *build]
        lines += ["", *writer.call(), self.indent + "return self"]
        self.texts[init] = lines
        for statement in self.node.body:
            if isinstance(statement, ast.FunctionDef) and statement is not init:
                self.set_head(statement)


def is_plain(lines: list[str]) -> bool:
    """Whether lines of creation do nothing but set attributes, without local names and conditions."""
    plain = all(re.match(r"\s*(self\.|\)|\w+=|\")", line) or line.startswith(" ") for line in lines)
    return plain and not any(line.startswith(("if ", "else", "elif ")) for line in lines)


def stored_by_constructor(unit: Unit) -> set[str]:
    """The attributes that the constructor of a class sets."""
    constructors = [method for method in unit.body if method.name == "__init__"]
    return {
        node.attr
        for method in constructors
        for node in method.nodes
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }


def is_docstring(statement: ast.stmt) -> bool:
    """Whether a statement is a string."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def is_self_name(target: ast.expr) -> bool:
    """``self.name`` as a target."""
    return (
        isinstance(target, ast.Attribute)
        and target.attr == "name"
        and isinstance(target.value, ast.Name)
        and target.value.id == "self"
    )


def broken_head(name: str, pieces: list[str], indent: int) -> list[str]:
    """A ``def`` line, broken where it is too long."""
    lines: list[str] = []
    current = f"def {name}("
    margin = " " * len(current)
    for index, piece in enumerate(pieces):
        code = piece if index == 0 else f", {piece}"
        if index and indent + len(current) + len(code) + 2 > WIDTH:
            lines.append(current + ",")
            current = margin + piece
        else:
            current += code
    return [*lines, current + "):"]


def collapse(lines: list[str]) -> list[str]:
    """At most one blank line where a method has gone."""
    result: list[str] = []
    for line in lines:
        if not line.strip() and len(result) > 1 and not result[-1].strip() and not result[-2].strip():
            continue
        result.append(line)
    return result
