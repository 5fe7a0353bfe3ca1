"""Joins the symbol tables to a module's text: each TF1 name or call that moved, and what replaces it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import cached_property

from tf1to2reuse.apis import symbols
from tf1to2reuse.apis.symbols import UNKNOWN, Arg, CallRewrite, Problem
from tf1to2reuse.facts.program import ModuleFacts, Program
from tf1to2reuse.facts.source_text import SourceText
from tf1to2reuse.plan.linker import Links, link_module
from tf1to2reuse.plan.syntax import contains
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.evaluator import Observation
from tf1to2reuse.scopes.values import Sym, Tensor, Value

Render = Callable[[ast.AST], str]
STANDINS = {
    "tf.contrib.training.HParams": ("hparams", "HParams"),
    "DropoutCell": ("cell_wrappers", "DropoutCell"),
    "ResidualCell": ("cell_wrappers", "ResidualCell"),
    "GeneralLSTMCell": ("general_lstm", "GeneralLSTMCell"),
    "LayerNormLSTMCell": ("layer_norm_lstm", "LayerNormLSTMCell"),
    "UpdateGateCell": ("update_gate", "UpdateGateCell"),
    "CudnnGRUCell": ("cudnn_gru", "CudnnGRUCell"),
    "NASCell": ("nas", "NASCell"),
    "SimpleUnitCell": ("simple_unit", "SimpleUnitCell"),
    "IndependentRNNCell": ("independent_rnn", "IndependentRNNCell"),
    "BiasAdd": ("bias_add", "BiasAdd"),
    "graph batch normalization": ("graph_batch_norm", "GraphBatchNormalization"),
}
LOSSES = {
    "tf.losses.get_regularization_loss", "tf.losses.get_regularization_losses", "tf.losses.get_total_loss",
}  # fmt: skip
COLLECTIONS = {"tf.get_collection", "tf.get_collection_ref"}
BY_NAME = {
    "tf.trainable_variables", "tf.global_variables", "tf.all_variables", "tf.train.Saver",
    "tf.model_variables", "tf.moving_average_variables",
}  # fmt: skip
SCOPES = {
    "tf.variable_scope",
    "tf.get_variable",
    "tf.AUTO_REUSE",
    "tf.get_variable_scope",
    "tf.make_template",
}


class SymbolRules:
    """The symbol rules of one module. ``problems`` collects what has no target, once for a line and code."""

    def __init__(self, program: Program, facts: ModuleFacts, outside: dict[str, str]) -> None:
        self.program, self.facts = program, facts
        self.links: Links = link_module(program, facts)
        for name, target in outside.items():
            self.links.names.setdefault(name, target)
        self.values: dict[ast.AST, Value] = {}
        self.problems: dict[tuple[int, str], Finding] = {}
        self.observed: dict[tuple[str, str], Observation] = {}
        self.standins: set[str] = set()
        self.imports: set[tuple[str, str]] = set()
        self.text: SourceText | None = None
        self.shadow: dict[ast.AST, set[str]] = {}
        self.tf = self.alias("tensorflow", "tf")
        self.np = self.alias("numpy", "np")

    def alias(self, module: str, default: str) -> str:
        """What the file calls a module."""
        for name, target in self.links.names.items():
            if target in (module, default, f"{module}.compat.v1", f"{module}.compat.v2"):
                return name
        return default

    def dotted(self, node: ast.expr) -> str | None:
        """The canonical outside name of an expression."""
        return self.links.dotted(node)

    def rule(self, node: ast.AST, render: Render) -> str | None:
        """The replacement of a node by the symbol tables; None leaves it, and looks at its descendants."""
        if isinstance(node, ast.Call):
            return self.call(node, render)
        if isinstance(node, ast.Attribute):
            return self.attribute(node, render)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            dotted = self.dotted(node)
            return self.renamed(node, dotted) if dotted is not None and "." in dotted else None
        return None

    def attribute(self, node: ast.Attribute, render: Render) -> str | None:
        """A dotted name, or ``.value`` of a dimension."""
        if node.attr == "value" and is_dimension(node.value, self.values):
            return render(node.value)
        if not isinstance(node.ctx, ast.Load):
            return None
        if node.attr == "name" and self.is_tensor_parameter(node.value):
            code = render(node.value)
            return f'getattr({code}, "name", "{code}")'
        dotted = self.dotted(node)
        return self.renamed(node, dotted) if dotted is not None else None

    def is_tensor_parameter(self, node: ast.expr) -> bool:
        """Whether a name is a parameter that only ever got tensors: run eagerly, they have no ``name``."""
        if not isinstance(node, ast.Name):
            return False
        around = [d for d in self.facts.definitions.values() if not d.is_class and contains(d.node, node)]
        definition = max(around, key=lambda d: d.node.lineno, default=None)
        seen = self.observed.get((definition.key, node.id)) if definition is not None else None
        known = [value for value in seen.values if not isinstance(value, Sym)] if seen is not None else []
        return bool(known) and all(isinstance(v, Tensor) and not v.array for v in known)

    def renamed(self, node: ast.expr, dotted: str) -> str | None:
        """The new name of a symbol."""
        if not dotted.startswith(("tf.", "np.")):
            return None
        found = symbols.rename(dotted)
        if isinstance(found, Problem):
            if dotted in STANDINS:
                self.standins.add(dotted)
                return STANDINS[dotted][1]
            self.problem(node, found)
            return None
        if found is not None:
            return self.short(node, found)
        return None if ast.unparse(node) == self.own(dotted) or self.reachable(node) else self.own(dotted)

    def reachable(self, node: ast.expr) -> bool:
        """Whether the name as written exists once the file imports current TensorFlow."""
        root = node
        while isinstance(root, ast.Attribute):
            root = root.value
        return isinstance(root, ast.Name) and self.links.names.get(root.id) not in (
            None,
            "tensorflow.compat.v1",
        )

    def call(self, node: ast.Call, render: Render) -> str | None:
        """A call that the tables change."""
        dotted = self.dotted(node.func)
        if dotted is None or not dotted.startswith(("tf.", "np.", "scipy.")) or dotted in SCOPES:
            return None
        if dotted in BY_NAME or (dotted in COLLECTIONS and self.collects_variables(node)):
            self.by_name(node, dotted)
        if dotted in LOSSES or (dotted in COLLECTIONS and self.reads(node, "REGULARIZATION_LOSSES")):
            self.losses(node, dotted)
        if dotted == "tf.reshape":
            reshaped = self.reshape(node, render)
            if reshaped is not None:
                return reshaped
        args = [self.argument(arg, None, render) for arg in node.args]
        args += [self.argument(keyword.value, keyword, render) for keyword in node.keywords]
        found = symbols.rewrite_call(dotted, args)
        if isinstance(found, Problem):
            if dotted not in STANDINS:
                self.problem(node, found)
            return None
        if found is None:
            return None
        return self.written(node, found, args)

    def reads(self, node: ast.Call, key: str) -> bool:
        """Whether a collection is the one of that key."""
        return any(isinstance(argument, ast.Attribute) and argument.attr == key for argument in node.args[:1])

    def losses(self, node: ast.Call, dotted: str) -> None:
        """TF1's collection of regularization losses, which Keras layers do not fill."""
        message = f"{dotted} finds no regularization losses of Keras layers: add up the layers' own `losses`"
        place = Place(self.facts.file, node.lineno, node.col_offset + 1)
        self.problems.setdefault(
            (node.lineno, message), Finding("losses-by-collection", message, place, "warning", (), True)
        )

    def collects_variables(self, node: ast.Call) -> bool:
        """Whether a collection is one of variables."""
        keys = [
            *node.args[:1],
            *[keyword.value for keyword in node.keywords if keyword.arg in ("key", "name")],
        ]
        for key in keys:
            if isinstance(key, ast.Attribute):
                return key.attr.endswith("_VARIABLES") and key.attr != "LOCAL_VARIABLES"
            if isinstance(key, ast.Constant):
                return key.value in {"variables", "trainable_variables", *self.program.variable_collections}
        return False

    def by_name(self, node: ast.Call, dotted: str) -> None:
        """Lists of variables, and savers: Keras weights have other names, and TF1's collections miss some."""
        message = (
            f"{dotted} finds no Keras weights by their TF1 names: use the layers' own trainable_variables"
            if dotted != "tf.train.Saver"
            else "tf.train.Saver finds no Keras weights by their TF1 names: "
            "give it a dictionary of old names and weight.value"
        )
        place = Place(self.facts.file, node.lineno, node.col_offset + 1)
        self.problems.setdefault(
            (node.lineno, message), Finding("variables-by-name", message, place, "warning", (), True)
        )

    def reshape(self, node: ast.Call, render: Render) -> str | None:
        """``tf.reshape(x, y.get_shape())``: TF1 knew sizes statically that TF2 knows only when it runs."""
        if len(node.args) != 2 or node.keywords:
            return None
        shape = node.args[1]
        inner: ast.expr | None = None
        if (
            isinstance(shape, ast.Call)
            and isinstance(shape.func, ast.Attribute)
            and shape.func.attr == "get_shape"
        ):
            inner = shape.func.value
        elif isinstance(shape, ast.Attribute) and shape.attr == "shape":
            inner = shape.value
        if inner is None:
            return None
        return f"{self.tf}.reshape({render(node.args[0])}, {self.tf}.shape({render(inner)}))"

    def argument(self, node: ast.expr, keyword: ast.keyword | None, render: Render) -> Arg:
        """One argument as the tables take it."""
        star = ""
        if isinstance(node, ast.Starred):
            star, node = "*", node.value
        elif keyword is not None and keyword.arg is None:
            star = "**"
        value = self.values.get(node, UNKNOWN)
        literal: object = UNKNOWN
        try:
            literal = ast.literal_eval(node)
        except (ValueError, SyntaxError, TypeError):
            literal = UNKNOWN
        rank = len(value.shape) if isinstance(value, Tensor) and value.shape is not None else None
        dtype = value.dtype or "" if isinstance(value, Tensor) else ""
        return Arg(render(node), keyword.arg if keyword is not None else None, star, literal, rank, dtype)

    def written(self, node: ast.Call, found: CallRewrite, args: list[Arg]) -> str:
        """The text of a rewritten call; line breaks stay where only names changed."""
        if found.code:
            return self.own(found.code)
        same = len(found.args) == len(args) and all(
            (new.code, new.star) == (old.code, old.star) for new, old in zip(found.args, args, strict=True)
        )
        if same:
            return self.in_place(node, found)
        return f"{self.short(node.func, found.function)}({', '.join(written(arg) for arg in found.args)})"

    def in_place(self, node: ast.Call, found: CallRewrite) -> str:
        """Only names of the function and of keywords changed: layout and comments of the call stay."""
        if self.text is None:
            self.text = SourceText(self.facts)
        spans = [(arg, arg) for arg in node.args] + [(keyword, keyword.value) for keyword in node.keywords]
        pieces = [self.short(node.func, found.function)]
        position = self.text.end(node.func)
        for (whole, _), new in zip(spans, found.args, strict=True):
            pieces.append(self.text.text[position : self.text.start(whole)])
            pieces.append(self.own(written(new)))
            position = self.text.end(whole)
        pieces.append(self.text.text[position : self.text.end(node)])
        return "".join(pieces)

    def short(self, node: ast.expr, found: str) -> str:
        """A new dotted name as the file writes it: with its own names for modules (``flags = tf.flags``)."""
        root = node
        while isinstance(root, ast.Attribute):
            root = root.value
        target = self.modules.get(root.id) if isinstance(root, ast.Name) else None
        module = symbols.rename(target) or target if target is not None else None
        if (
            not isinstance(root, ast.Name)
            or not isinstance(module, str)
            or not found.startswith(f"{module}.")
        ):
            return self.own(found)
        return f"{root.id}{found.removeprefix(module)}"

    @cached_property
    def modules(self) -> dict[str, str]:
        """The names that the file gives to modules of TensorFlow by assignment, with what they stand for."""
        found = {}
        for statement in self.facts.tree.body:
            name = statement.targets[0] if isinstance(statement, ast.Assign) else None
            if isinstance(name, ast.Name) and isinstance(statement.value, ast.Attribute):  # type: ignore[attr-defined]
                target = self.links.names.get(name.id)
                if target == self.dotted(statement.value):  # type: ignore[attr-defined]
                    found[name.id] = target
        return {name: target for name, target in found.items() if target is not None}

    def own(self, code: str) -> str:
        """Code of the tables with this file's names for tensorflow and numpy."""
        for name, mine in (("tf", self.tf), ("np", self.np)):
            if mine != name:
                code = replace_root(code, name, mine)
        return code

    def common(self, code: str) -> str:
        """Code of this file with the tables' own names for tensorflow and numpy."""
        for name, mine in (("tf", self.tf), ("np", self.np)):
            if mine != name:
                code = replace_root(code, mine, name)
        return code

    def problem(self, node: ast.expr, found: Problem) -> None:
        """Notes a symbol without a target, once: not what it is read of, too."""
        place = Place(self.facts.file, node.lineno, node.col_offset + 1)
        if any(other.place == place and other.code == found.code for other in self.problems.values()):
            return
        self.problems.setdefault(
            (node.lineno, found.message), Finding(found.code, found.message, place, "warning", (), True)
        )


def replace_root(code: str, name: str, mine: str, behind: str = r"(?=\.)") -> str:
    """Renames a module at the root of dotted names; ``behind``: what follows the name there."""
    return re.sub(rf"(?<![\w.]){name}{behind}", mine, code)


def written(arg: Arg) -> str:
    """An argument as text."""
    if arg.star:
        return f"{arg.star}{arg.code}"
    return f"{arg.keyword}={arg.code}" if arg.keyword else arg.code


def is_dimension(node: ast.expr, values: dict[ast.AST, Value]) -> bool:
    """Whether an expression is one dimension of a static shape, by its value or its form."""
    value = values.get(node)
    if isinstance(value, Sym) and value.op == "dim":
        return True
    if isinstance(node, ast.Subscript):
        base = node.value
        if isinstance(base, ast.Attribute):
            return base.attr == "shape"
        if isinstance(base, ast.Call) and isinstance(base.func, ast.Attribute):
            return base.func.attr == "get_shape"
    return False
