"""The rules of one unit's body: which calls become instances, which names change, which statements go."""

from __future__ import annotations

import ast

from tf1to2reuse.apis.layers import CATALOGUE
from tf1to2reuse.apis.layers.model import Part
from tf1to2reuse.facts.program import Definition
from tf1to2reuse.facts.source_text import SourceText
from tf1to2reuse.plan.arguments import call_arguments, default_of, split_arguments
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.foreign import calls_local
from tf1to2reuse.plan.layer_objects import is_object
from tf1to2reuse.plan.linker import bound_names
from tf1to2reuse.plan.local_names import made_by
from tf1to2reuse.plan.model import Plan, Slot, Unit
from tf1to2reuse.plan.needs import CannotMoveError
from tf1to2reuse.plan.recurrent import is_recurrent
from tf1to2reuse.plan.references import reference_target
from tf1to2reuse.plan.roles import (
    ARG_SCOPES,
    asserts_reuse,
    holds_tensor,
    is_tensor_parameter,
    only_reuses,
)
from tf1to2reuse.plan.staying import naming_calls
from tf1to2reuse.plan.symbols import SymbolRules, replace_root
from tf1to2reuse.plan.syntax import is_reuse_statement, own_statements
from tf1to2reuse.rewrite import compact
from tf1to2reuse.rewrite.bodies import DROP, FLATTEN, MOVED, Body, reindent, tidy
from tf1to2reuse.rewrite.layer_objects import in_place, object_call
from tf1to2reuse.rewrite.own_lists import is_own_attribute, lister, owner_of
from tf1to2reuse.rewrite.passages import given_arguments
from tf1to2reuse.rewrite.recurrent import outputs_behind, rate_lines, recurrent_call, state_expression
from tf1to2reuse.rewrite.stateless import stateless_call
from tf1to2reuse.rewrite.variable_lists import filters_names, replaced_list
from tf1to2reuse.rewrite.weight_updates import assignment
from tf1to2reuse.scopes.store import ScopeVal
from tf1to2reuse.scopes.values import External, Sym, Value, ident

SCOPE_CALLS = {"tf.variable_scope", "tf.variable_op_scope", *ARG_SCOPES}
KEYWORDS = {"training", "mask"}  # Keras fills these in by name where it finds them among its own
WEIGHT_METHODS = {
    "get_shape",
    "op",
    "eval",
    "initialized_value",
    "read_value",
    "set_shape",
    "graph",
    "device",
}


BEHAVIOUR = (
    "activation", "activation_fn", "normalizer_fn", "strides", "stride", "padding", "dilation_rate", "rate",
    "epsilon",
)  # fmt: skip


def require_alike(slot: Slot) -> None:
    """Checks that the lines which share a layer of Keras ask for one behaviour: TF1 has it from each call.

    Raises:
        CannotMoveError: naming the argument that differs.
    """
    api = CATALOGUE[slot.api]
    defaults = {p.name: literal_default(p.default) for p in api.parameters}
    for name in BEHAVIOUR:
        for one in slot.events:
            for two in slot.events:
                if one.site is two.site or not one.variables & two.variables:
                    continue
                values = (event.arguments.get(name, defaults.get(name)) for event in (one, two))
                if len(set(map(ident, values))) > 1:
                    raise CannotMoveError(f"calls that share this layer give `{name}` different values")


def literal_default(code: str | None) -> Value:
    """The value of a default that is a literal; the code itself stands for another."""
    try:
        value: Value = ast.literal_eval(code) if code is not None else None
    except (ValueError, SyntaxError):
        return External(str(code))
    return value


def nested_classes(plan: Plan, unit: Unit) -> dict[ast.AST, Unit]:
    """The functions in a unit's text that become classes of their own."""
    return {
        made_by(other.definition): other
        for other in plan.units.values()
        if other is not unit
        and other.refused is None
        and other.definition is not None
        and other.definition.outer_function is not None
        and unit.definition is not None
        and other.definition.node in unit.definition.nodes
    }


def own_calls(definition: Definition) -> set[ast.AST]:
    """The calls in a function's own text, without those of functions in it."""
    inner = {call for child in definition.children for call in child.calls}
    return set(definition.calls - inner)


class UnitRules:
    """Rules for the functions of one unit."""

    def __init__(
        self, plan: Plan, unit: Unit, text: SourceText, symbols: SymbolRules, creation: Creation
    ) -> None:
        self.plan, self.unit, self.text, self.symbols, self.creation = plan, unit, text, symbols, creation
        self.renames: dict[str, str] = {}
        self.weights: set[str] = set()
        self.dropped: set[ast.stmt] = set()
        self.dropped_with: set[ast.With] = set()
        self.receiver = "" if unit.kind in ("driver", "passage") else "self."
        self.lifted: list[ast.stmt] = []
        self.loops: set[ast.For] = set()
        self.replaced: dict[ast.AST, str] = {}
        self.split = nested_classes(plan, unit)
        self.kept = unit.kept_sites
        self.flags: dict[str, bool] = {}
        self.held_scopes: dict[str, bool] = {}
        own = {node for definition in unit.body for node in own_calls(definition)}
        self.reaches_kept = bool(self.kept) and not self.kept <= set(map(id, own))
        self.naming = set() if unit.is_layer else self.kept | naming_calls(plan) & set(map(id, unit.nodes))
        self.clone_initializers()

    def clone_initializers(self) -> None:
        """A variable of TF1 that stays draws numbers of its own, too."""
        for slot in self.unit.slots:
            for site in slot.sites if slot.phase == "kept" and slot.kind == "weight" else ():
                given = [*site.args, *[keyword.value for keyword in site.keywords]]
                for node in given:
                    if isinstance(node, ast.Name | ast.Attribute) and self.creation.draws(node):
                        self.replaced[node] = self.creation.cloned(node, None)

    def before(self, statement: ast.stmt) -> list[str]:
        """Lines that go in front of a statement."""
        return rate_lines(self, statement)

    def behind(self, statement: ast.stmt) -> list[str]:
        """Lines that follow a statement."""
        return outputs_behind(self, statement)

    # -- expressions ------------------------------------------------------------------------------------

    def render(self, node: ast.AST) -> str:
        """A node of the body, rewritten."""
        return self.text.render(node, self.expression)

    def expression(self, node: ast.AST) -> str | None:
        """The rule for one expression."""
        if node in self.replaced:
            return self.replaced[node]
        if isinstance(node, ast.Call):
            slot = self.unit.site_slots.get(id(node))
            if slot is not None and slot.kept and is_object(slot):
                return in_place(self, slot, node)
            if slot is not None and slot.phase != "kept" and not self.calls_handed(slot, node):
                return self.site(slot, node)
            used = self.plan.evaluation.objects.calls.get(id(node))
            if used is not None:
                return object_call(self, node, used)
            passage = self.plan.passages.get(id(node))
            if passage is not None and passage is not self.unit:
                return self.passage(passage, node)
            method = self.plan.methods.get(id(node))
            if method is not None:
                return self.method_call(method, node)
            special = self.scalar_flag(node) or assignment(self, node)
            if special is not None:
                return special
            stateless = self.stateless_layer(node)
            if stateless is not None:
                return stateless
        if isinstance(node, ast.Name):
            return self.name(node)
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in self.weights
            and node.attr in WEIGHT_METHODS
            and not self.shadowed(node.value)
        ):
            return f"{self.symbols.tf}.convert_to_tensor({self.renames[node.value.id]}).{node.attr}"
        if isinstance(node, ast.Attribute):
            owner = owner_of(self.unit, self.creation.values, node)
            if lister(self.plan, owner, node.attr) is not None:
                listed = f"{self.render(node.value)}.trainable_variables"
                return f"[v.value for v in {listed}]" if self.unit.in_graph else listed
        reference = self.reference(node) or state_expression(self, node)
        if reference is not None:
            return reference
        return self.symbols.rule(node, self.render)

    def scalar_flag(self, node: ast.Call) -> str | None:
        """``tf.placeholder(tf.bool)`` of any shape: a Keras layer wants to know that a flag is one value."""
        if self.symbols.dotted(node.func) != "tf.placeholder" or len(node.args) != 1:
            return None
        dtype = self.creation.values.get(node.args[0])
        shaped = any(keyword.arg not in ("name",) for keyword in node.keywords)
        if not isinstance(dtype, External) or dtype.name != "tf.bool" or shaped:
            return None
        name = "".join(f", name={self.render(keyword.value)}" for keyword in node.keywords)
        return f"{self.symbols.tf}.compat.v1.placeholder({self.render(node.args[0])}, []{name})"

    def calls_handed(self, slot: Slot, node: ast.Call) -> bool:
        """Whether a call is one of a local name that now stands for the instance."""
        handed = slot.target is not None and slot.target.key in self.unit.handed
        return handed and calls_local(self.unit, node)

    def replace_lists(self) -> list[ast.AST]:
        """Lists of variables by name that are exactly some instances' weights. Returns what they replace."""
        if self.unit.definition is None or self.unit.kind == "passage":
            return []
        ordered = {
            id(inner)
            for node in self.unit.nodes
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "sorted"
            for inner in ast.walk(node)
        }
        done: set[int] = set()
        found: list[ast.AST] = []
        for node in self.unit.nodes:
            if id(node) in done or id(node) in ordered or id(node) in self.unit.site_slots:
                continue
            code = replaced_list(self.unit, node, self.creation.values, self.receiver)
            if code is not None and not filters_names(self.unit, node):
                self.replaced[node] = code
                done.update(id(inner) for inner in ast.walk(node))
                found.append(node)
        return found

    def method_call(self, method: tuple[Unit, Definition], node: ast.Call) -> str:
        """A call of a method that lost parameters, or that became ``call``."""
        owner, definition = method
        forward = owner.forward is definition
        gone = owner.vanished.get(definition.key, set())
        names = definition.parameters()[1:]
        function = self.render(node.func)
        if forward and definition.name != "__call__" and isinstance(node.func, ast.Attribute):
            function = self.render(node.func.value)
        pieces: list[str] = []
        by_keyword = False
        for index, argument in enumerate(node.args):
            name = names[index] if index < len(names) else ""
            if name in gone:
                by_keyword = True
                continue
            by_keyword |= forward and (name in KEYWORDS or not self.takes_tensor(owner, name, argument))
            code = self.render(argument)
            pieces.append(f"{name}={code}" if by_keyword and name else code)
        for keyword in node.keywords:
            if keyword.arg not in gone:
                code = self.render(keyword.value)
                pieces.append(f"{keyword.arg}={code}" if keyword.arg else f"**{code}")
        if forward and owner.is_layer:
            pieces += self.training_left(definition, node)
        return f"{function}({', '.join(pieces)})"

    def passage(self, target: Unit, node: ast.Call) -> str:
        """A call of a function that is handed its instances: they come first."""
        handed = [self.unit.site_slots[id(slot.sites[0])] for slot in target.handed_slots]
        dropped = self.plan.dropped.get(target.key, set())
        given = given_arguments(target, node)
        if dropped & set(given):
            return self.without_dropped(node, [slot.attribute for slot in handed], dropped, given)
        code = self.text.render_inside(node, self.expression)
        if not handed:
            return code
        head = len(self.render(node.func)) + 1
        first = ", ".join(f"{self.receiver}{slot.attribute}" for slot in handed)
        rest = code[head:]
        space = rest[: len(rest) - len(rest.lstrip())]
        return f"{code[:head]}{space}{first}{'' if rest.lstrip().startswith(')') else ', '}{rest.lstrip()}"

    def without_dropped(
        self, node: ast.Call, handed: list[str], dropped: set[str], given: dict[str, ast.expr]
    ) -> str:
        """The call of a function that lost parameters."""
        gone = {id(given[name]) for name in dropped & set(given)}
        pieces = [f"{self.receiver}{attribute}" for attribute in handed]
        pieces += [self.render(argument) for argument in node.args if id(argument) not in gone]
        pieces += [f"{k.arg}={self.render(k.value)}" for k in node.keywords if id(k.value) not in gone]
        return f"{self.render(node.func)}({', '.join(pieces)})"

    def name(self, node: ast.Name) -> str | None:
        """A renamed local name or configuration parameter."""
        if node.id == self.unit.name_parameter and self.unit.is_layer and not self.shadowed(node):
            return "self.name"
        if node.id in self.renames and isinstance(node.ctx, ast.Load) and not self.shadowed(node):
            if node.id in self.weights and self.escapes(node):
                return f"{self.symbols.tf}.convert_to_tensor({self.renames[node.id]})"
            return self.renames[node.id]
        return self.reference(node) or self.symbols.rule(node, self.render)

    def shadowed(self, node: ast.Name) -> bool:
        """Whether a nested function or lambda binds the name itself."""
        for definition in self.creation.functions_around(node):
            if definition in self.unit.body:
                return False
            if node.id in bound_names(definition.node):
                return True
        return False

    def reference(self, node: ast.AST) -> str | None:
        """A mention, not a call of a slot, of a function that has become a class."""
        if not isinstance(node, ast.Name | ast.Attribute) or not isinstance(node.ctx, ast.Load):
            return None
        target = reference_target(self.plan, self.unit.module, node)
        if target is None or (isinstance(node, ast.Name) and self.is_bound_here(node)):
            return None
        if target.key in self.unit.handed:
            return f"{self.receiver}{self.unit.handed[target.key].attribute}"
        if isinstance(node, ast.Attribute):
            return f"{self.render(node.value)}.{target.class_name}"
        return str(target.class_name)

    def is_bound_here(self, node: ast.Name) -> bool:
        """Whether a name is local to the unit's function."""
        return any(node.id in bound_names(d.node) for d in self.creation.functions_around(node))

    # -- sites --------------------------------------------------------------------------------------------

    def site(self, slot: Slot, node: ast.Call) -> str:
        """The call of an instance in the place of a line that made or reused it."""
        if slot.kind == "weight":
            code = self.weight(slot, node)
            return f"{self.symbols.tf}.convert_to_tensor({code})" if self.escapes(node) else code
        if slot.kind == "keras":
            return self.keras(slot, node)
        if slot.target is not None and slot.target.kind == "object":
            return self.instance(slot, node)
        return self.layout(node, self.instance(slot, node), self.call_arguments(slot, node))

    def layout(self, node: ast.Call, function: str, pieces: list[str]) -> str:
        """A call on one line, or broken like the call that stood there when it is long."""
        code = f"{function}({', '.join(pieces)})"
        if node.end_lineno == node.lineno or len(code) <= 60 or len(pieces) < 2:
            return code
        line = self.text.lines[node.lineno]
        margin = "\n" + line[: len(line) - len(line.lstrip())]
        return f"{function}({margin}{(',' + margin).join(pieces)})"

    def weight(self, slot: Slot, node: ast.Call) -> str:
        """The attribute of a weight."""
        if slot.phase == "compact":
            return compact.weight(self, slot, node)
        return f"{self.receiver}{slot.attribute}"

    def escapes(self, node: ast.AST) -> bool:
        """Whether a weight leaves the function as a return value: Keras hands on tensors, not variables."""
        return any(node is value for value in returned_values(self.unit))

    def instance(self, slot: Slot, node: ast.Call, part: int = 0) -> str:
        """The expression that gives the instance."""
        if slot.phase == "compact":
            return compact.layer(self, slot, node, part)
        attribute = slot.attributes[part] if part < len(slot.attributes) else slot.attribute
        if slot.loop is not None and isinstance(slot.loop, ast.For):
            if slot.loop in self.loops:
                return attribute
            return f"{self.receiver}{attribute}[{slot.index}]"
        return f"{self.receiver}{attribute}"

    def keras(self, slot: Slot, node: ast.Call) -> str:
        """A catalogued call as Keras layers applied one after the other."""
        if is_object(slot):
            return self.instance(slot, node)
        if is_recurrent(slot):
            return recurrent_call(self, slot, node)
        require_alike(slot)
        if slot.form is None:
            slot.form = compact.call_form(self, slot, node)
        api = CATALOGUE.get(slot.api)
        assert api is not None
        names = tuple(parameter.name for parameter in api.parameters)
        arguments = call_arguments(node, names)
        inputs = next(p.name for p in api.parameters if p.role == "input")
        code = self.render(arguments[inputs])
        training_name = next((p.name for p in api.parameters if p.role == "training"), None)
        training = arguments.get(training_name) if training_name is not None else None
        for index, part in enumerate(slot.form.parts):
            extra = ""
            if part.training is not None:
                extra = f", training={self.flag(slot, part, training)}"
            code = f"{self.instance(slot, node, index)}({code}{extra})"
        if slot.form.activation:
            code = f"{self.symbols.own(self.renamed(slot.form.activation))}({code})"
        return code

    def renamed(self, code: str) -> str:
        """Code of the constructor for its place in ``call``: what has become attributes is read there."""
        for name in sorted({n.id for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Name)}):
            if name in self.renames:
                code = replace_root(code, name, self.renames[name], r"\b")
        return code

    def flag(self, slot: Slot, part: Part, given: ast.expr | None) -> str:
        """The training flag: given at the call, by an arg_scope of this function, or otherwise."""
        node = given if given is not None else slot.flag
        return self.render(node) if node is not None else str(part.training)

    def call_arguments(self, slot: Slot, node: ast.Call) -> list[str]:
        """The arguments that go to ``call``: tensors as they stand, everything else by keyword."""
        target = slot.target
        assert target is not None and target.call is not None
        found: list[str] = []
        names = target.call.parameters()[1 if target.call.is_method else 0 :]
        by_keyword = False
        for role, keyword, argument in split_arguments(self.creation, target, node):
            if role != "call":
                continue
            code = self.render(argument)
            if keyword == "**":
                found.append(f"**{code}")
                continue
            name = keyword or names[node.args.index(argument)]
            special = name in KEYWORDS
            if keyword or by_keyword or special or not self.takes_tensor(target, name, argument):
                by_keyword = True
                found.append(f"{name}={code}")
            else:
                found.append(code)
        found += self.passed_flags(target)
        written = any(code.startswith("training=") for code in found)
        return found if written else [*found, *self.training_left(target.call, node)]

    def passed_flags(self, target: Unit) -> list[str]:
        """The training flags that an arg_scope around the call sets for what is called."""
        return [
            f"{name}={name if name in self.unit.passed else self.render(node)}"
            for name, node in target.passed.items()
        ]

    def training_left(self, call: Definition | None, node: ast.Call) -> list[str]:
        """``training`` with its default, where a call leaves it out.

        Keras would fill it with what the last layer that ran before was given.

        Raises:
            CannotMoveError: when the default cannot be written at the call.
        """
        default = default_of(call, "training") if call is not None else None
        if call is None or default is None:
            return []
        names = call.parameters()[1 if call.is_method else 0 :]
        given = {*names[: len(node.args)], *[keyword.arg for keyword in node.keywords]}
        if "training" in given or None in given:
            return []
        if not isinstance(default, ast.Constant) or default.value is None:
            raise CannotMoveError("Keras fills in `training` where a call leaves it out")
        return [f"training={default.value!r}"]

    def takes_tensor(self, target: Unit, name: str, node: ast.expr) -> bool:
        """Whether an argument is a tensor: it certainly is, or the layer uses it as one."""
        if self.may_be_positional(node):
            return True
        call = target.call
        if isinstance(node, ast.Constant) or call is None or name not in call.parameters():
            return False
        return self.is_tensor_argument(target, call, name)

    def is_tensor_argument(self, target: Unit, call: Definition, name: str) -> bool:
        """Whether a parameter of a layer's call always is a tensor."""
        if name in target.training or not self.always_tensor(call, name):
            return False
        return is_tensor_parameter(self.plan.evaluation, target, call, name)

    def may_be_positional(self, node: ast.expr) -> bool:
        """Whether an argument is certainly a tensor (or None)."""
        if isinstance(node, ast.Constant):
            return node.value is None
        value = self.creation.values.get(node)
        if isinstance(value, Sym) and value.op == "param" and len(value.args) == 2:
            key, name = value.args
            definition = next((d for d in self.unit.body if d.key == key), None)
            if definition is not None and not self.always_tensor(definition, name):
                return False
        return self.plan.evaluation.ev.is_tensor(value) or self.is_layer_call(node)

    def always_tensor(self, definition: Definition, name: str) -> bool:
        """Whether all that a parameter is known to be given are tensors, and it has no default."""
        if default_of(definition, name) is not None:
            return False
        seen = self.plan.evaluation.ev.observed.get((definition.key, name))
        known = [value for value in seen.values if not isinstance(value, Sym)] if seen is not None else []
        return all(holds_tensor(self.plan.evaluation, value) for value in known)

    def is_layer_call(self, node: ast.expr) -> bool:
        slot = self.unit.site_slots.get(id(node))
        return slot is not None and slot.kind != "weight"

    def stateless_layer(self, node: ast.Call) -> str | None:
        """A layer call without variables (dropout, flatten, pooling) as a Keras layer or plain function."""
        return stateless_call(self, node)

    # -- statements ---------------------------------------------------------------------------------------

    def statement(self, node: ast.stmt) -> str | None:
        """Drops, flattens or replaces a statement; None keeps it."""
        if node in self.split:
            return MOVED
        if node in self.dropped or self.lists_itself(node):
            return DROP
        if self.only_switches(node):
            return DROP
        if isinstance(node, ast.With):
            return self.with_statement(node)
        if node in self.plan.retries.statements:
            return self.retried(node)
        if isinstance(node, ast.Assign | ast.Expr | ast.Return):
            return self.raising(node)
        if isinstance(node, ast.Delete):
            return DROP if self.deletes_moved(node) else None
        if isinstance(node, ast.For) and node in self.loops:
            return None
        return None

    def retried(self, node: ast.stmt) -> str | None:
        """A ``try`` that learns by an error what exists: its body, unless that asks for variables of TF1.

        Raises:
            CannotMoveError: when it asks for such and for layers.
        """
        inside = [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]
        if not any(id(inner) in self.naming for inner in inside):
            return FLATTEN
        if any(id(inner) in self.unit.site_slots and id(inner) not in self.naming for inner in inside):
            raise CannotMoveError(
                f"the try statement at line {node.lineno} makes layers and variables of TF1"
            )
        return None

    def only_switches(self, node: ast.AST) -> bool:
        """Whether a statement only makes a scope reuse, and no variable of TF1 is left that it is for."""
        if self.naming:
            return False
        if isinstance(node, ast.If):
            return only_reuses(node)
        return isinstance(node, ast.stmt) and (is_reuse_statement(node) or asserts_reuse(node))

    def uses_of(self, name: str) -> tuple[list[ast.Assign], list[ast.Attribute]]:
        """The assignments of the unit to its own attribute of that name, and what reads one so called."""
        stores = [n for n in self.unit.nodes if isinstance(n, ast.Assign)]
        own = [n for n in stores if any(is_own_attribute(t) and t.attr == name for t in n.targets)]
        attributes = [n for n in self.unit.nodes if isinstance(n, ast.Attribute) and n.attr == name]
        return own, [n for n in attributes if isinstance(n.ctx, ast.Load)]

    def is_flag(self, name: str) -> bool:
        """Whether an attribute only says that the next call reuses: constants that reuse modes read.

        What other code reads of the object stays; an attribute ``reuse`` of a scope there is taken for it.
        """
        if name not in self.flags:
            own, reads = self.uses_of(name)
            self.flags[name] = (
                self.unit.is_layer
                and bool(reads)
                and not self.read_elsewhere(name)
                and all(isinstance(n.value, ast.Constant) and len(n.targets) == 1 for n in own)
                and all(is_own_attribute(read) and self.says_reuse(read) for read in reads)
            )
        return self.flags[name]

    def is_scope_attribute(self, name: str) -> bool:
        """Whether an attribute only holds a scope that is opened again: ``variable_scope(self.scope)``."""
        if name not in self.held_scopes:
            own, reads = self.uses_of(name)
            self.held_scopes[name] = (
                self.unit.is_layer
                and not self.kept
                and not self.read_elsewhere(name)
                and all(isinstance(self.creation.values.get(n.value), ScopeVal) for n in own)
                and all(len(n.targets) == 1 and isinstance(n.value, ast.Name) for n in own)
                and all(is_own_attribute(read) and self.opens(read) for read in reads)
            )
        return self.held_scopes[name]

    def opens(self, node: ast.AST) -> bool:
        """Whether a node is the scope that a ``with`` opens."""
        assert self.unit.definition is not None
        call = self.unit.definition.parents.get(node)
        return isinstance(call, ast.Call) and call.args[:1] == [node] and self.is_scope(call)

    def read_elsewhere(self, name: str) -> bool:
        """Whether code outside the class reads an attribute of that name of something that is not itself."""
        reads = self.plan.evaluation.program.attribute_reads.get(name, ())
        own = set(self.unit.nodes)
        return any(not is_own_attribute(read) and read not in own for read in reads)

    def says_reuse(self, node: ast.AST) -> bool:
        """Whether a node is the reuse argument of a scope, a layer or a function that lost it."""
        assert self.unit.definition is not None
        keyword = self.unit.definition.parents.get(node)
        call = self.unit.definition.parents.get(keyword) if isinstance(keyword, ast.keyword) else None
        if not isinstance(call, ast.Call) or not isinstance(keyword, ast.keyword):
            return False
        if self.is_scope(call) and keyword.arg == "reuse":
            return id(call) not in self.kept and not self.kept
        slot = self.unit.site_slots.get(id(call))
        if slot is None or slot.phase in ("kept", "compact"):
            return False
        if slot.target is not None:
            return slot.target.roles.get(keyword.arg or "") == "vanish"
        api = CATALOGUE.get(slot.api)
        return api is not None and any(p.name == keyword.arg and p.role == "reuse" for p in api.parameters)

    def lists_itself(self, node: ast.AST) -> bool:
        """Whether a statement makes a list of variables that the layer knows of itself."""
        return isinstance(node, ast.Assign) and any(
            is_own_attribute(target)
            and (
                target.attr in self.unit.own_lists
                or self.is_flag(target.attr)
                or self.is_scope_attribute(target.attr)
            )
            for target in node.targets
        )

    def deletes_moved(self, node: ast.Delete) -> bool:
        """``del width  # unused``: the parameter is no longer one of ``call``."""
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        return len(names) == len(node.targets) and all(
            self.unit.roles.get(n, "call") != "call" for n in names
        )

    def raising(self, node: ast.stmt) -> str | None:
        """A statement at which TF1 always raises goes on raising: nobody makes the variable it asks for."""
        for inner in ast.walk(node):
            if id(inner) in self.plan.raising:
                return f"raise ValueError({self.plan.raising[id(inner)]!r})"
        return None

    def with_statement(self, node: ast.With) -> str | None:
        """A ``with`` of variable scopes disappears; of other things it stays."""
        if self.holds_scopes(node):
            self.keep_scopes(node)
            return None
        kept = [item for item in node.items if not self.is_scope(item.context_expr)]
        if not kept:
            return FLATTEN
        return None if len(kept) == len(node.items) else self.partial_with(node, kept)

    def holds_scopes(self, node: ast.With) -> bool:
        """Whether variables of TF1 are asked for inside a ``with``."""
        return self.reaches_kept or any(id(inner) in self.naming for inner in ast.walk(node))

    def keep_scopes(self, node: ast.With) -> None:
        """A scope stays around the variables of TF1 that stay in it.

        Raises:
            CannotMoveError: for an ``arg_scope``, which is gone.
        """
        for item in node.items:
            call = item.context_expr
            if not isinstance(call, ast.Call) or not self.is_scope(call):
                continue
            dotted = self.symbols.dotted(call.func)
            if dotted != "tf.variable_scope":
                raise CannotMoveError(f"a variable of TF1 stays in the scope of {dotted}, which is gone")
            self.replaced[call.func] = f"{self.symbols.tf}.compat.v1.variable_scope"

    def is_scope(self, node: ast.expr) -> bool:
        """Whether an expression opens a variable scope."""
        return isinstance(node, ast.Call) and self.symbols.dotted(node.func) in SCOPE_CALLS

    def partial_with(self, node: ast.With, kept: list[ast.withitem]) -> str:
        """A ``with`` that loses some of its items."""
        items = ", ".join(self.render(item) if hasattr(item, "lineno") else self.item(item) for item in kept)
        body = Body(self.text, self.expression, self.statement, self.before, self.behind)
        lines = body.block(node.body, body.header_end(node, node.body) + 1)
        inner = reindent(lines, node.body[0].col_offset, node.body[0].col_offset - node.col_offset)
        return "\n".join([f"with {items}:", *tidy(inner)])

    def item(self, item: ast.withitem) -> str:
        """One item of a ``with``."""
        code = self.render(item.context_expr)
        return f"{code} as {self.render(item.optional_vars)}" if item.optional_vars is not None else code


def returned_values(unit: Unit) -> list[ast.expr]:
    """Expressions that a function returns directly, or as items of a returned tuple, list or dict."""
    found: list[ast.expr] = []
    for definition in unit.body:
        for statement in own_statements(definition.node):
            if isinstance(statement, ast.Return) and statement.value is not None:
                value = statement.value
                found.append(value)
                if isinstance(value, ast.Tuple | ast.List):
                    found.extend(value.elts)
                elif isinstance(value, ast.Dict):
                    found.extend(value.values)
    return found
