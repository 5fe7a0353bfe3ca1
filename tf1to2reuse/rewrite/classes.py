"""The class that a scoped function becomes: constructor, ``build``, ``call``."""

from __future__ import annotations

import ast

from tf1to2reuse.facts.program import Definition
from tf1to2reuse.facts.source_text import SourceText
from tf1to2reuse.plan.arguments import default_of
from tf1to2reuse.plan.carried import own_reads
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.layer_objects import is_object as is_layer_object
from tf1to2reuse.plan.model import Plan, Unit
from tf1to2reuse.plan.naming import UNSETTABLE
from tf1to2reuse.plan.needs import CannotMoveError
from tf1to2reuse.plan.symbols import SymbolRules
from tf1to2reuse.plan.syntax import own_statements
from tf1to2reuse.rewrite.bodies import STRING, Body, reindent, tidy
from tf1to2reuse.rewrite.layer_loops import LayerLoops
from tf1to2reuse.rewrite.leftovers import Leftovers
from tf1to2reuse.rewrite.projection import Projection
from tf1to2reuse.rewrite.rules import UnitRules
from tf1to2reuse.rewrite.wrapping import WIDTH, wrap


class ClassWriter:
    """Writes the class of one function."""

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
        self.rules = UnitRules(plan, unit, text, symbols, creation)
        assert unit.call is not None
        self.definition: Definition = unit.call
        self.stored: list[str] = []
        self.kept_locals: list[str] = []
        self.restored: list[str] = []
        self.configuration: dict[ast.stmt, str] = {}

    def write(self) -> list[str]:
        """The lines of the class, at indentation 0."""
        self.settle()
        base = "CompactLayer" if self.unit.compact else f"{self.symbols.tf}.keras.layers.Layer"
        lines = [f"class {self.unit.class_name}({base}):"]
        docstring = self.docstring()
        if docstring:
            lines += [*self.inside(docstring), ""]
        methods = [self.constructor(), self.build(), self.call()]
        if methods[0] == ["def __init__(self, **kwargs):", f"{self.indent}super().__init__(**kwargs)"]:
            methods[0] = []  # nothing that Keras would not do itself
        for method in methods:
            if method:
                lines += [*self.inside(method), ""]
        return lines[:-1]

    def inside(self, lines: list[str], levels: int = 1) -> list[str]:
        """Lines indented by some levels; the insides of strings keep their text."""
        return reindent(lines, 0, len(self.indent) * levels)

    # -- what goes where -----------------------------------------------------------------------------------

    def settle(self) -> None:
        """Decides renames, dropped statements and stored attributes."""
        self.alias_weights()
        leftovers = Leftovers(self.rules)
        for statement in self.configuration:
            self.rules.dropped.add(statement)
            leftovers.remove(statement)
        moved = self.moved_locals(leftovers)
        loops = LayerLoops(self.rules)
        loops.rename(leftovers)
        leftovers.drop_dead(moved)
        self.store_parameters(leftovers)
        self.refuse_reserved()
        loops.write()

    def alias_weights(self) -> None:
        """``w = tf.get_variable(...)`` goes when ``w`` is that weight everywhere."""
        for definition in self.unit.body:
            stores = self.creation.stores(definition)
            for statement in own_statements(definition.node):
                if not (isinstance(statement, ast.Assign) and len(statement.targets) == 1):
                    continue
                target = statement.targets[0]
                slot = self.unit.site_slots.get(id(statement.value))
                is_object = slot is not None and (
                    is_layer_object(slot) or (slot.target is not None and slot.target.kind == "object")
                )
                if (
                    slot is None
                    or not (slot.kind == "weight" or is_object)
                    or slot.phase in ("compact", "kept")
                ):
                    continue
                if isinstance(target, ast.Attribute) and target.attr == slot.attribute:
                    self.rules.dropped.add(statement)
                elif isinstance(target, ast.Name) and len(stores.get(target.id, [])) == 1:
                    self.rules.dropped.add(statement)
                    if not is_object:
                        self.rules.weights.add(target.id)
                    self.rules.renames[target.id] = f"self.{slot.attribute}"

    def moved_locals(self, leftovers: Leftovers) -> set[str]:
        """Local names whose making has moved to the constructor. Those still read become attributes when
        their making is more than arithmetic; the rest is simply computed in both places."""
        moved: dict[str, list[ast.stmt]] = {}
        inlined: set[str] = set()
        for slot in self.unit.slots:
            if slot.needs is not None and slot.phase in ("init", "build"):
                moved.update(slot.needs.locals)
                inlined |= slot.needs.inlined
        for name, statements in moved.items():
            own = {node for statement in statements for node in ast.walk(statement)}
            if not leftovers.still_read(name, own) or not self.makes_object(statements):
                continue
            if len(self.creation.stores(self.definition).get(name, [])) != len(statements):
                continue
            self.kept_locals.append(name)
            self.rules.renames[name] = f"self.{name}"
            self.rules.dropped.update(statements)
            for statement in statements:
                leftovers.remove(statement)
        return set(moved) | inlined

    def makes_object(self, statements: list[ast.stmt]) -> bool:
        """Whether statements make or change something, rather than compute a number."""
        for statement in statements:
            if isinstance(statement, ast.Expr):
                return True
            for node in ast.walk(statement):
                if isinstance(node, ast.Call):
                    leaf = (
                        node.func.attr
                        if isinstance(node.func, ast.Attribute)
                        else getattr(node.func, "id", "")
                    )
                    if leaf not in ("int", "float", "len", "max", "min", "str", "as_list", "get_shape"):
                        return True
        return False

    def store_parameters(self, leftovers: Leftovers) -> None:
        """Configuration that the body reads becomes attributes."""
        for name in self.unit.parameters("init"):
            if not leftovers.still_read(name) and name not in self.unit.stored:
                continue
            self.stored.append(name)
            if self.creation.reassigned(name):
                self.restored.append(name)
            else:
                self.rules.renames[name] = f"self.{name}"
        read = {node.attr for node in own_reads(self.definition) if node not in leftovers.gone}
        for name, node in self.unit.carried.items():
            if isinstance(node, ast.Name) and leftovers.still_read(name):
                read.add(name)
                self.rules.renames[name] = f"self.{name}"
            elif isinstance(node, ast.Attribute) and any(
                isinstance(other, ast.Attribute)
                and other not in leftovers.gone
                and ast.unparse(other) == ast.unparse(node)
                for other in self.definition.nodes
            ):
                read.add(name)
        in_build = any(slot.phase == "build" for slot in self.unit.slots)
        carried = [name for name in self.unit.carried if name in read or in_build]
        for name in [*[slot.attribute for slot in self.unit.injected], *carried]:
            if name not in self.stored:
                self.stored.append(name)

    def refuse_reserved(self) -> None:
        """What a layer keeps under its own name must not be an attribute of Keras.

        Raises:
            CannotMoveError: naming it.
        """
        own = {"layer", "weight", "parts"} if self.unit.compact else set()
        for name in (*self.stored, *self.kept_locals):
            if name in UNSETTABLE | own:
                raise CannotMoveError(f"`{name}` would be kept as an attribute that Keras reserves")

    # -- methods ---------------------------------------------------------------------------------------------

    def docstring(self) -> list[str]:
        """The function's docstring as the class's."""
        node = self.definition.node
        if isinstance(node, ast.Lambda):
            return []
        assert isinstance(node, ast.FunctionDef)
        first = node.body[0]
        if not (
            isinstance(first, ast.Expr)
            and isinstance(first.value, ast.Constant)
            and isinstance(first.value.value, str)
        ):
            return []
        lines = self.text.segment(first).split("\n")
        shift = first.col_offset
        cut = [line[min(shift, len(line) - len(line.lstrip())) :] for line in lines[1:]]
        return [lines[0], *[STRING + line if line.strip() else line for line in cut]]

    def constructor(self, with_docstring: bool = False) -> list[str]:
        """``__init__``."""
        name = self.unit.default_name if self.unit.name_parameter else ""
        keras_name = f'name="{name}"' if name and "/" not in name else ""
        first = [*[slot.attribute for slot in self.unit.injected], *self.unit.carried]
        parameters = self.signature("init", first)
        header = ", ".join(["self", *parameters, *([keras_name] if keras_name else []), "**kwargs"])
        lines = self.function("__init__", header)
        body = [f"super().__init__({'name=name, ' if keras_name else ''}**kwargs)"]
        kept = [line for code in self.configuration.values() for line in wrap(code, self.indent)]
        stored = [f"self.{parameter} = {parameter}" for parameter in self.stored]
        body += [*[line for line in stored if line not in kept], *kept]
        body += Projection(self.unit, self.creation, "init", "self.", self.indent).lines()
        body += [f"self.{local} = {local}" for local in self.kept_locals]
        if with_docstring and self.docstring():
            lines += self.inside(self.docstring())
        return [*lines, *self.inside(body)]

    def signature(self, role: str, first: list[str]) -> list[str]:
        """The parameters of one role with their defaults; ``first`` are required ones of our own."""
        arguments = self.definition.node.args  # type: ignore[union-attr]
        positional = [*arguments.posonlyargs, *arguments.args]
        offset = len(positional) - len(arguments.defaults)
        plain: list[str] = []
        defaulted: list[str] = []
        for index, parameter in enumerate(positional):
            if self.unit.roles.get(parameter.arg) != role:
                continue
            if index >= offset:
                defaulted.append(self.with_default(parameter.arg, arguments.defaults[index - offset]))
            else:
                plain.append(parameter.arg)
        found = [*plain, *first, *defaulted]
        keyword_only = [
            self.with_default(parameter.arg, default) if default is not None else parameter.arg
            for parameter, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
            if self.unit.roles.get(parameter.arg) == role
        ]
        return [*found, *(["*", *keyword_only] if keyword_only else [])]

    def with_default(self, name: str, default: ast.expr) -> str:
        """A parameter with its default, rewritten."""
        return f"{name}={self.text.render(default, self.rules.expression)}"

    def build(self) -> list[str]:
        """``build``, where weights or layers need the shape of an argument."""
        lines = Projection(self.unit, self.creation, "build", "self.", self.indent).lines()
        if not lines:
            return []
        return [*self.function("build", ", ".join(["self", *self.shape_parameters()])), *self.inside(lines)]

    def shape_parameters(self) -> list[str]:
        """``x_shape`` of the first tensor; for a later one all up to it, since Keras matches them by name."""
        tensors = self.unit.parameters("call")
        if not self.unit.shapes or self.unit.shapes == set(tensors[:1]):
            return [f"{tensors[0]}_shape"] if tensors else ["unused_shape=None"]
        found: list[str] = []
        optional = False
        for name in tensors:
            optional = optional or self.has_default(name)
            found.append(f"{name}_shape=None" if optional else f"{name}_shape")
        return found

    def has_default(self, name: str) -> bool:
        """Whether a parameter of the function has a default."""
        return default_of(self.definition, name) is not None

    def call(self) -> list[str]:
        """``call`` with the rewritten body."""
        parameters = self.call_parameters()
        header = ", ".join(["self", *(parameters or ["unused=None"])])
        node = self.definition.node
        if isinstance(node, ast.Lambda):
            value = self.text.render(node.body, self.rules.expression)
            return [*self.function("call", header), *self.inside(f"return {value}".split("\n"))]
        assert isinstance(node, ast.FunctionDef)
        body = Body(
            self.text, self.rules.expression, self.rules.statement, self.rules.before, self.rules.behind
        )
        statements = node.body[1:] if self.docstring() else node.body
        start = (
            (node.body[0].end_lineno or 0) + 1 if self.docstring() else body.header_end(node, node.body) + 1
        )
        lines = tidy(body.block(statements, start)) if statements else []
        inner = reindent(lines, statements[0].col_offset, 0) if statements else ["pass"]
        restored = [f"{name} = self.{name}" for name in self.restored]
        return [*self.function("call", header), *self.inside([*restored, *(inner or ["pass"])])]

    def call_parameters(self) -> list[str]:
        """The parameters of ``call``, with the training flags that an arg_scope around its call sets."""
        own = self.signature("call", [])
        passed = list(self.unit.passed)
        if not passed or not any("=" in parameter or parameter == "*" for parameter in own):
            return [*own, *passed]
        return [*own, *passed] if "*" in own else [*own, "*", *passed]

    def function(self, name: str, parameters: str) -> list[str]:
        """A ``def`` line, broken where it is too long."""
        line = f"def {name}({parameters}):"
        if len(self.indent) + len(line) <= WIDTH:
            return [line]
        margin = " " * len(f"def {name}(")
        lines: list[str] = []
        current = f"def {name}("
        for index, part in enumerate(split_parameters(parameters)):
            piece = part if index == 0 else f", {part}"
            if index and len(self.indent) + len(current) + len(piece) + 2 > WIDTH:
                lines.append(current + ",")
                current = margin + part
            else:
                current += piece
        return [*lines, current + "):"]


def split_parameters(parameters: str) -> list[str]:
    """Splits a parameter list at its top-level commas."""
    found, depth, current = [], 0, ""
    for character in parameters:
        if character == "," and depth == 0:
            found.append(current.strip())
            current = ""
            continue
        depth += (character in "([{") - (character in ")]}")
        current += character
    return [*found, current.strip()]
