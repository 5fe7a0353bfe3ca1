"""Where each parameter of a scoped function goes: to ``__init__``, to ``call``, to the layer's name, or away.

Tensors and training flags go to ``call``. A parameter that only names scopes becomes the Keras name of the
instance; one that only says ``reuse`` disappears. Everything else configures the layer.
"""

from __future__ import annotations

import ast

from tf1to2reuse.apis.layers import find
from tf1to2reuse.facts.program import Definition
from tf1to2reuse.plan.linker import Links
from tf1to2reuse.plan.model import Role, Unit
from tf1to2reuse.plan.syntax import is_reuse_statement
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.store import ScopeVal
from tf1to2reuse.scopes.values import DictVal, ListVal, Tensor, Value

ARG_SCOPES = ("tf.contrib.slim.arg_scope", "tf.contrib.framework.arg_scope")
SCOPE_POSITIONS = {"name_or_scope": 0, "default_name": 1, "values": 2}


class Uses(ast.NodeVisitor):
    """Collects, for every parameter of a function, the ways in which its body uses it."""

    def __init__(self, definition: Definition, links: Links, targets: dict[int, tuple[Unit, bool]]) -> None:
        self.links, self.targets = links, targets
        self.parents = definition.parents
        self.found: dict[str, set[str]] = {name: set() for name in definition.parameters()}
        body = definition.node.body
        for statement in body if isinstance(body, list) else [body]:
            self.visit(statement)

    def visit_Name(self, node: ast.Name) -> None:
        """Classifies one reading of a parameter."""
        if node.id in self.found and isinstance(node.ctx, ast.Load):
            self.found[node.id].add(self.use(node))

    def visit_If(self, node: ast.If) -> None:
        """``if reuse: scope.reuse_variables()`` is a use as a reuse mode."""
        if only_reuses(node):
            for child in ast.walk(node.test):
                if isinstance(child, ast.Name) and child.id in self.found:
                    self.found[child.id].add("reuse")
            return
        self.generic_visit(node)

    def use(self, node: ast.expr) -> str:
        """``scope``, ``leaf``, ``reuse``, ``training``, ``first``, ``handed on`` (to a call) or ``other``."""
        whole = True
        current: ast.AST = node
        while True:
            parent = self.parents.get(current)
            if isinstance(parent, ast.keyword):
                grand = self.parents.get(parent)
                return (
                    self.argument(grand, parent.arg, None, whole) if isinstance(grand, ast.Call) else "other"
                )
            if isinstance(parent, ast.Call):
                if parent.func is current:
                    current = parent
                    continue
                if is_text_call(parent):
                    whole, current = False, parent
                    continue
                position = parent.args.index(current) if current in parent.args else None
                return self.argument(parent, None, position, whole)
            if isinstance(parent, ast.Dict) and current in parent.values:
                key = parent.keys[parent.values.index(current)]
                is_flag = isinstance(key, ast.Constant) and key.value == "is_training"
                return "training" if is_flag else "other"
            if isinstance(
                parent, ast.BoolOp | ast.JoinedStr | ast.FormattedValue | ast.Tuple | ast.Starred
            ) or (isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mod | ast.Add)):
                whole = whole and isinstance(parent, ast.BoolOp)
                current = parent
                continue
            if isinstance(parent, ast.Attribute) and parent.attr == "format":
                whole, current = False, parent
                continue
            return "other"

    def argument(self, call: ast.Call, keyword: str | None, position: int | None, whole: bool) -> str:
        """What an argument of that call means."""
        dotted = self.links.dotted(call.func)
        if isinstance(call.func, ast.Name) and call.func.id == "dict" and keyword == "is_training":
            return "training"
        if dotted in ARG_SCOPES and keyword == "is_training":
            return "training"
        if dotted in ("tf.variable_scope", "tf.variable_op_scope"):
            if keyword == "reuse":
                return "reuse"
            return "scope" if keyword in SCOPE_POSITIONS or position in (0, 1, 2) else "other"
        if dotted == "tf.get_variable":
            if keyword == "name" or position == 0:
                return "leaf" if whole else "scope"
            if keyword in ("collections", "caching_device") or position in (6, 7):
                return "reuse"  # nothing of it is left, as of a reuse mode
            return "first" if keyword in ("initializer", "regularizer") or position in (3, 4) else "other"
        if dotted in ARG_SCOPES and keyword == "reuse":
            return "reuse"
        if dotted in ("tf.name_scope", "tf.device"):
            return "scope"
        api = find(dotted) if dotted else None
        if api is not None:
            names = [parameter.name for parameter in api.parameters]
            name = keyword or (names[position] if position is not None and position < len(names) else "")
            role = next((p.role for p in api.parameters if p.name == name), "init")
            return {"name": "scope", "scope": "scope", "reuse": "reuse", "training": "training"}.get(
                role, "other"
            )
        target = self.targets.get(id(call))
        if target is not None:
            meaning = self.callee_argument(call, target, keyword, position)
            return meaning if meaning != "handed on" or whole else "other"
        return "other"

    def callee_argument(
        self, call: ast.Call, target: tuple[Unit, bool], keyword: str | None, position: int | None
    ) -> str:
        """What a parameter of another unit means here."""
        unit, skip_self = target
        names = unit.call.parameters() if unit.call is not None else []
        names = names[1:] if skip_self else names
        name = keyword or (names[position] if position is not None and position < len(names) else "")
        if name in unit.training:
            return "training"
        if name in unit.first_only:
            return "first"
        role = unit.roles.get(name)
        return {"name": "scope", "vanish": "reuse", "call": "handed on"}.get(role or "", "other")


def is_text_call(call: ast.Call) -> bool:
    """``str(x)`` and ``"...".format(x)``."""
    if isinstance(call.func, ast.Name):
        return call.func.id == "str"
    return isinstance(call.func, ast.Attribute) and call.func.attr in ("format", "join")


def only_reuses(node: ast.If) -> bool:
    """Whether an ``if`` does nothing but switch a scope to reusing, or make sure that it does not reuse."""
    inside = [*node.body, *node.orelse]
    switches = any(is_reuse_statement(statement) for statement in inside)
    return switches and all(is_reuse_statement(s) or asserts_reuse(s) for s in inside)


def asserts_reuse(node: ast.stmt) -> bool:
    """``assert tf.get_variable_scope().reuse == False`` as a statement."""
    reads = [n for n in ast.walk(node) if isinstance(n, ast.Attribute) and n.attr == "reuse"]
    calls = [read.value for read in reads if isinstance(read.value, ast.Call)]
    return isinstance(node, ast.Assert) and any(
        isinstance(call.func, ast.Attribute) and call.func.attr == "get_variable_scope" for call in calls
    )


def holds_tensor(evaluation: Evaluation, value: Value) -> bool:
    """Whether a value is a tensor or a container of tensors."""
    if isinstance(value, Tensor):
        return True
    if isinstance(value, ListVal):
        if value.items is None:
            return value.sym in evaluation.ev.tensorish
        return any(holds_tensor(evaluation, item) for item in value.items)
    if isinstance(value, tuple):
        return any(holds_tensor(evaluation, item) for item in value)
    if isinstance(value, DictVal):
        return any(holds_tensor(evaluation, item) for item in value.items.values())
    return evaluation.ev.is_tensor(value)


def assign_roles(
    evaluation: Evaluation, unit: Unit, links: Links, targets: dict[int, tuple[Unit, bool]]
) -> bool:
    """Sets the roles of a unit's parameters. True when something changed."""
    for method in unit.body if unit.kind in ("object", "holder") else []:
        found = Uses(method, links, targets).found
        unit.vanished[method.key] = {name for name, kinds in found.items() if kinds and kinds <= {"reuse"}}
    call = unit.call
    if call is None:
        return False
    if unit.kind == "object":
        before_roles = dict(unit.roles)
        gone = unit.vanished[call.key]
        unit.roles = {name: "vanish" if name in gone else "call" for name in call.parameters()[1:]}
        return before_roles != unit.roles
    uses = Uses(call, links, targets).found
    before = (dict(unit.roles), unit.name_parameter, set(unit.training))
    names = [name for name in call.parameters() if not (call.is_method and name == call.parameters()[0])]
    tensors = {name for name in names if is_tensor_parameter(evaluation, unit, call, name)}
    roles: dict[str, Role] = {}
    candidates: list[str] = []
    for name in names:
        kinds = uses[name]
        if name in tensors:
            roles[name] = "call"
        elif kinds and kinds <= {"reuse"}:
            roles[name] = "vanish"
        elif (
            not given_numbers(evaluation, unit, call, name)
            and kinds
            and (kinds <= {"scope", "reuse"} or (name == "name" and kinds <= {"scope", "reuse", "leaf"}))
        ):
            candidates.append(name)
            roles[name] = "name"
        elif "training" in kinds or name in unit.scope_flags:
            roles[name] = "call"
            unit.training.add(name)
        elif unit.roles.get(name) == "call" or kinds == {"handed on"}:
            roles[name] = "call"
        elif not kinds and name in ("reuse", "scope", "name"):
            roles[name] = "vanish"
        else:
            roles[name] = "init"
    unit.first_only = {name for name in names if uses[name] == {"first"}}
    unit.name_parameter = choose_name(candidates)
    for name in candidates:
        if name != unit.name_parameter:
            roles[name] = "init"
    unit.roles = roles
    return before != (dict(unit.roles), unit.name_parameter, set(unit.training))


def given_numbers(evaluation: Evaluation, unit: Unit, call: Definition, name: str) -> bool:
    """Whether a parameter that a scope's name is made of is a number: no name of a layer."""
    seen = evaluation.ev.observed.get((call.key, name))
    return seen is not None and any(isinstance(value, int) for value in seen.values)


def choose_name(candidates: list[str]) -> str:
    """Of several naming parameters the one called like a scope, else the first."""
    for preferred in ("scope", "name"):
        if preferred in candidates:
            return preferred
    return candidates[0] if candidates else ""


def is_tensor_parameter(evaluation: Evaluation, unit: Unit, call: Definition, name: str) -> bool:
    """Whether a parameter was ever given a tensor, or is used as one."""
    seen = evaluation.ev.observed.get((call.key, name))
    values = list(seen.values) if seen is not None else []
    values += [run.arguments.get(name) for run in unit.activations if run.definition is call]
    return any(holds_tensor(evaluation, value) and not isinstance(value, ScopeVal) for value in values)
