"""Decides for every slot where its instance is created, and writes the code that creates it."""

from __future__ import annotations

import ast
from typing import Any

from tf1to2reuse.apis.layers import CATALOGUE, UNKNOWN, Bound, KerasForm, Refused, bind
from tf1to2reuse.apis.symbols import Problem, rename
from tf1to2reuse.plan.creation import CannotMove, Creation, Needs
from tf1to2reuse.plan.model import Slot, Unit
from tf1to2reuse.plan.naming import identifier
from tf1to2reuse.plan.units import own_events
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.scopes.values import DictVal, External, Sym, Tensor, Value, show

GET_VARIABLE = (
    "name",
    "shape",
    "dtype",
    "initializer",
    "regularizer",
    "trainable",
    "collections",
    "caching_device",
    "partitioner",
)
VARIABLE = (
    "initial_value",
    "trainable",
    "collections",
    "validate_shape",
    "caching_device",
    "name",
    "variable_def",
    "dtype",
)
NO_EQUAL = {"collections", "partitioner", "custom_getter", "constraint", "variable_def"}


def plan_slot(creation: Creation, unit: Unit, slot: Slot, in_build: bool = False) -> None:
    """Sets the phase and the creation code of one slot. ``in_build`` asks for ``build`` where either would do."""
    if slot.phase == "injected" or slot.kept:
        return
    if slot.forced:
        slot.phase, slot.reason = "compact", slot.forced
        return
    try:
        slot.needs = create(creation, unit, slot)
        slot.phase = "init"
        if slot.needs.build or in_build:
            creation.in_build = True
            slot.needs = create(creation, unit, slot)
            slot.phase = "build"
        if unit.kind == "driver":
            check_position(creation, unit, slot)
    except CannotMove as reason:
        slot.phase, slot.reason = "compact", str(reason)
        return
    finally:
        creation.in_build = False
    remember(unit, slot)


def check_position(creation: Creation, unit: Unit, slot: Slot) -> None:
    """In a driver everything that creation reads must have its value where the instance is made."""
    from tf1to2reuse.plan.positions import position_of

    if slot.needs.build:
        raise CannotMove("its creation needs the shape of a tensor")
    place = position_of(unit, slot)
    if place is None:
        return
    for name, statements in slot.needs.locals.items():
        if not any(s.lineno < place.lineno and (s.end_lineno or 0) < place.lineno for s in statements):
            raise CannotMove(f"`{name}` gets its value after the place where the instance would be made")


def plan_injected(creation: Creation, unit: Unit, slot: Slot) -> None:
    """An instance that comes from outside: only how it is called is decided here.

    Raises:
        RefusedCall: when it is more than one Keras layer, or its form cannot be told.
    """
    if slot.kind != "keras":
        return
    site = slot.sites[0]
    try:
        slot.form = keras_form(creation, unit, slot, site, Needs(), frozenset())
    except CannotMove as reason:
        raise RefusedCall("refused-shared-layer", str(reason), site) from None
    if len(slot.form.parts) != 1:
        raise RefusedCall("refused-shared-layer", "a shared call that becomes several Keras layers", site)


def create(creation: Creation, unit: Unit, slot: Slot) -> Needs:
    """Writes the creation code of a slot. Returns what it rests on."""
    needs = Needs()
    site = slot.home or slot.sites[0]
    loop_names = comprehension(creation, unit, slot, needs)
    if slot.kind == "weight":
        slot.creation = [weight_code(creation, unit, slot, site, needs)]
    elif slot.kind == "keras":
        slot.form = keras_form(creation, unit, slot, site, needs, loop_names)
        slot.creation = [part_code(creation, part, unit.in_graph) for part in slot.form.parts]
        slot.attributes = part_attributes(slot)
    else:
        slot.creation = [layer_code(creation, unit, slot, site, needs, loop_names)]
    conditions(creation, unit, slot, site, needs)
    return needs


def part_attributes(slot: Slot) -> list[str]:
    """One attribute for each Keras layer of a form."""
    assert slot.form is not None
    return [f"{slot.attribute}_{part.suffix}" if part.suffix else slot.attribute for part in slot.form.parts]


def conditions(creation: Creation, unit: Unit, slot: Slot, site: ast.Call, needs: Needs) -> None:
    """The conditions around the first use: they move along where they can. A weight must not be made without."""
    for definition in creation.functions_around(site):
        for test in tests_around(definition.node, site):
            trial = Needs()
            try:
                creation.code(test, trial)
            except CannotMove:
                if slot.kind == "weight":
                    raise
                continue
            needs.merge(trial)


def tests_around(node: ast.AST, site: ast.AST) -> list[ast.expr]:
    """The tests of the ``if`` statements of a function around a node."""
    from tf1to2reuse.plan.creation import contains

    found: list[ast.expr] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt | ast.ExceptHandler) and contains(child, site):
            if isinstance(child, ast.If) and not contains(child.test, site):
                found.append(child.test)
            found.extend(tests_around(child, site))
    return found


def remember(unit: Unit, slot: Slot) -> None:
    """Keeps what the creation code of a unit rests on."""
    unit.shapes |= slot.needs.shapes
    if slot.phase == "build":
        unit.stored |= {name for name in slot.needs.parameters if unit.roles.get(name) == "init"}


# -- families ------------------------------------------------------------------------------------------


def comprehension(creation: Creation, unit: Unit, slot: Slot, needs: Needs) -> frozenset[str]:
    """For a family of instances: the ``for`` part of its comprehension, and how a round finds its own."""
    loop = slot.loop
    if loop is None:
        return frozenset()
    if not isinstance(loop, ast.For):
        raise CannotMove("a family of instances over a loop that is not a plain `for`")
    names = frozenset(node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name))
    target, index = loop_target(loop)
    iterable = loop_iterable(creation, loop, needs)
    if iterable.startswith("range(") and index and index != target:
        target = index
    slot.comprehension = (target, iterable)
    slot.index = index
    return names


def loop_target(loop: ast.For) -> tuple[str, str]:
    """The comprehension's variable, and the name that indexes the list in the loop (empty: none does)."""
    call = loop.iter
    name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
    if (
        name in ("range", "xrange")
        and isinstance(loop.target, ast.Name)
        and isinstance(call, ast.Call)
        and len(call.args) == 1
    ):
        return loop.target.id, loop.target.id
    if (
        name == "enumerate"
        and isinstance(loop.target, ast.Tuple)
        and isinstance(loop.target.elts[0], ast.Name)
    ):
        assert isinstance(call, ast.Call)
        starts_at_zero = len(call.args) == 1 and not call.keywords
        return ast.unparse(loop.target).strip("()"), loop.target.elts[0].id if starts_at_zero else ""
    return ast.unparse(loop.target).strip("()"), ""


def loop_iterable(creation: Creation, loop: ast.For, needs: Needs) -> str:
    """The iterable in creation code; when only its length is known, a range of that length."""
    try:
        trial = Needs()
        code = creation.code(loop.iter, trial)
        needs.merge(trial)
        return code
    except CannotMove:
        count = count_code(creation, loop, needs)
        if count is None:
            raise
        return f"range({count})"


def count_code(creation: Creation, loop: ast.For, needs: Needs) -> str | None:
    """How many rounds a loop has, where an assertion or the shape tells."""
    from tf1to2reuse.scopes.loops import length

    value = creation.values.get(loop.iter)
    if value is None or not (isinstance(loop.iter, ast.Call) and isinstance(loop.target, ast.Tuple)):
        return None
    return creation.express(length(creation.evaluation.ev, value), needs)


# -- weights -------------------------------------------------------------------------------------------


def call_arguments(site: ast.Call, parameters: tuple[str, ...]) -> dict[str, ast.expr]:
    """Arguments by parameter name.

    Raises:
        CannotMove: when ``*`` or ``**`` hide some.
    """
    found: dict[str, ast.expr] = {}
    for name, node in zip(parameters, site.args, strict=False):
        if isinstance(node, ast.Starred):
            raise CannotMove("the arguments are spread with *")
        found[name] = node
    for keyword in site.keywords:
        if keyword.arg is None:
            raise CannotMove("the arguments are spread with **")
        found[keyword.arg] = keyword.value
    return found


def weight_code(creation: Creation, unit: Unit, slot: Slot, site: ast.Call, needs: Needs) -> str:
    """``self.add_weight(...)``."""
    if slot.loop is not None:
        raise CannotMove("a family of weights")
    is_variable = slot.api == "tf.Variable"
    arguments = call_arguments(site, VARIABLE if is_variable else GET_VARIABLE)
    for name in sorted(NO_EQUAL & set(arguments)):
        if not is_none(arguments[name]):
            raise CannotMove(f"argument {name} of {slot.api} has no equal in Keras")
    event = slot.events[0]
    parts = [("name", weight_name(creation, slot, arguments.get("name"), needs))]
    if is_variable:
        parts += variable_parts(creation, event.arguments.get("initial_value"), arguments, needs)
    else:
        parts += get_variable_parts(creation, event, arguments, needs)
    if "trainable" in arguments:
        parts.append(("trainable", creation.code(arguments["trainable"], needs)))
    if "regularizer" in arguments and not is_none(arguments["regularizer"]):
        parts.append(("regularizer", creation.code(arguments["regularizer"], needs)))
    return "self.add_weight(" + ", ".join(f"{name}={code}" for name, code in parts) + ")"


def weight_name(creation: Creation, slot: Slot, node: ast.expr | None, needs: Needs) -> str:
    """The ``name=`` of a weight: the literal where there is one, else what names it."""
    if isinstance(node, ast.Constant):
        return creation.text.segment(node)
    if node is not None and slot.template.startswith("{attr:"):
        return creation.code(node, needs)
    return f'"{identifier(slot.template.rpartition("/")[2], slot.attribute)}"'


def is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def get_variable_parts(
    creation: Creation, event: Any, arguments: dict[str, ast.expr], needs: Needs
) -> list[tuple[str, str]]:
    """shape, dtype and initializer of ``tf.get_variable``."""
    parts: list[tuple[str, str]] = []
    initializer = arguments.get("initializer")
    shape = arguments.get("shape")
    value = creation.values.get(initializer) if initializer is not None else None
    if shape is not None and not is_none(shape):
        parts.append(("shape", shape_code(creation, shape, needs)))
    elif isinstance(value, Tensor):
        return tensor_initializer(creation, initializer, value, arguments, needs)
    else:
        raise CannotMove("the shape of the variable comes from its initializer")
    if "dtype" in arguments:
        parts += dtype_part(creation, arguments["dtype"], needs)
    if initializer is not None and not is_none(initializer):
        if isinstance(value, Tensor):
            parts.append(("initializer", f"lambda shape, dtype: {creation.code(initializer, needs)}"))
        else:
            parts.append(("initializer", creation.code(initializer, needs)))
    else:
        scope_option(event)
    return parts


def scope_option(event: Any) -> None:
    """An initializer that the scope sets is not written at the site."""
    if getattr(event, "scope_options", None):
        raise CannotMove("the scope sets an initializer for this variable")


def shape_code(creation: Creation, node: ast.expr, needs: Needs) -> str:
    """A shape in creation code. A static shape that mixes in a tensor's own size is taken dimension by dimension."""
    return creation.code(node, needs)


def dtype_part(creation: Creation, node: ast.expr, needs: Needs) -> list[tuple[str, str]]:
    """``dtype=`` where it is not float32."""
    value = creation.values.get(node)
    if isinstance(value, External):
        leaf = value.name.rpartition(".")[2]
        return [] if leaf == "float32" else [("dtype", f'"{leaf}"')]
    return [("dtype", creation.code(node, needs))]


def tensor_initializer(
    creation: Creation, node: ast.expr | None, value: Tensor, arguments: dict[str, ast.expr], needs: Needs
) -> list[tuple[str, str]]:
    """An initial value given as a tensor: its static shape and, where it is a constant, that constant."""
    assert node is not None
    if value.shape is None:
        raise CannotMove("the shape of the initial value is not known")
    dims = [creation.express(size, needs) if not isinstance(size, int) else str(size) for size in value.shape]
    if None in dims:
        raise CannotMove("the shape of the initial value is known only when it is computed")
    parts = [("shape", "[" + ", ".join(str(dim) for dim in dims) + "]")]
    if value.dtype not in (None, "float32"):
        parts.append(("dtype", f'"{value.dtype}"'))
    constant = constant_value(creation, node, needs)
    tf = creation_tf(creation)
    code = (
        f"{tf}.keras.initializers.Constant({constant})"
        if constant
        else f"lambda shape, dtype: {creation.code(node, needs)}"
    )
    return [*parts, ("initializer", code)]


def creation_tf(creation: Creation) -> str:
    """What the file calls TensorFlow."""
    owner = getattr(creation.symbols, "__self__", None)
    return owner.tf if owner is not None else "tf"


def constant_value(creation: Creation, node: ast.expr, needs: Needs) -> str | None:
    """The number of ``tf.constant(number, shape=...)``, ``tf.zeros`` and ``tf.ones``."""
    if not isinstance(node, ast.Call):
        return None
    leaf = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if leaf in ("zeros", "ones"):
        return "0.0" if leaf == "zeros" else "1.0"
    if leaf == "constant":
        arguments = call_arguments(node, ("value", "dtype", "shape", "name"))
        value = creation.values.get(arguments.get("value", node))
        if isinstance(value, int | float) or isinstance(arguments.get("value"), ast.Name | ast.Attribute):
            if not isinstance(value, Tensor):
                return creation.code(arguments["value"], needs)
    return None


def variable_parts(
    creation: Creation, value: Value, arguments: dict[str, ast.expr], needs: Needs
) -> list[tuple[str, str]]:
    """shape and initializer of ``tf.Variable``."""
    node = arguments.get("initial_value")
    if node is None or not isinstance(value, Tensor):
        raise CannotMove("the initial value of the variable is not a tensor of known shape")
    return tensor_initializer(creation, node, value, arguments, needs)


# -- layers of Keras ----------------------------------------------------------------------------------


def keras_form(
    creation: Creation, unit: Unit, slot: Slot, site: ast.Call, needs: Needs, loops: frozenset[str]
) -> KerasForm:
    """The Keras layers of a catalogued call, with creation code for their arguments."""
    if not is_own_site(creation, unit, site):
        return foreign_form(creation, slot, needs)
    api = CATALOGUE.get(slot.api)
    assert api is not None
    roles = {parameter.name: parameter.role for parameter in api.parameters}
    positional: list[Bound] = []
    for parameter, node in zip(api.parameters, site.args, strict=False):
        if isinstance(node, ast.Starred):
            raise CannotMove("the arguments are spread with *")
        positional.append(bound_argument(creation, parameter.role, node, needs, loops))
    keywords: dict[str, Bound] = {}
    for keyword in site.keywords:
        if keyword.arg is None:
            raise CannotMove("the arguments are spread with **")
        keywords[keyword.arg] = bound_argument(
            creation, roles.get(keyword.arg, "init"), keyword.value, needs, loops
        )
    for name, value in scope_defaults(slot, roles).items():
        if name not in keywords and name not in {p.name for p in api.parameters[: len(positional)]}:
            raise CannotMove(f"an arg_scope sets {name} here ({value})")
    bound = bind(api, positional, keywords)
    form = bound if isinstance(bound, Refused) else api.keras_form(bound, input_rank(slot))
    if isinstance(form, Refused):
        raise RefusedCall(form.code, form.message, site)
    return form


def foreign_form(creation: Creation, slot: Slot, needs: Needs) -> KerasForm:
    """The same for a call that stands in a function which this unit calls."""
    event = slot.events[0]
    api = CATALOGUE[slot.api]
    run = run_of(creation, event)
    given: dict[str, Bound] = {}
    nodes = list(zip((p.name for p in api.parameters), event.site.args, strict=False))
    nodes += [(keyword.arg or "", keyword.value) for keyword in event.site.keywords]
    roles = {p.name: p.role for p in api.parameters}
    for name, node in nodes:
        value = event.arguments.get(name)
        if roles.get(name) in ("input", "training", "name", "scope", "reuse", "vanish"):
            given[name] = Bound(ast.unparse(node), literal_value(node, value))
            continue
        code = outside_code(creation, value) or translate(creation, node, run, needs, value)
        canonical = value.name if isinstance(value, External) else ""
        given[name] = Bound(code, literal_value(node, value), True, canonical)
    bound = bind(api, [], given)
    form = bound if isinstance(bound, Refused) else api.keras_form(bound, input_rank(slot))
    if isinstance(form, Refused):
        raise RefusedCall(form.code, form.message, event.site)
    return form


def outside_code(creation: Creation, value: Value) -> str | None:
    """A function of TensorFlow by its present name."""
    owner = getattr(creation.symbols, "__self__", None)
    if not isinstance(value, External) or owner is None or not value.name.startswith("tf."):
        return None
    renamed = rename(value.name)
    if isinstance(renamed, Problem):
        raise CannotMove(renamed.message)
    return str(owner.own(renamed or value.name))


def run_of(creation: Creation, event: Any) -> Any:
    """The run that recorded an event, among those of the unit."""
    from tf1to2reuse.scopes.roots import below

    for run in creation.unit.activations:
        for inner in below(run):
            if any(event is candidate for candidate in inner.events):
                return inner
    return None


class RefusedCall(Exception):
    """A layer call without an equal in Keras."""

    def __init__(self, code: str, message: str, site: ast.Call) -> None:
        super().__init__(message)
        self.code, self.message, self.site = code, message, site


def scope_defaults(slot: Slot, roles: dict[str, str]) -> dict[str, Value]:
    """Arguments that the event had beyond those written at the site."""
    site = slot.sites[0]
    api = CATALOGUE.get(slot.api)
    assert api is not None
    written = {p.name for p, _ in zip(api.parameters, site.args, strict=False)} | {
        k.arg for k in site.keywords
    }
    return {
        name: value
        for name, value in slot.events[0].arguments.items()
        if name not in written and name in roles
    }


def input_rank(slot: Slot) -> int | None:
    """The rank of the layer's input, where every use agrees."""
    ranks = set()
    for event in slot.events:
        value = event.arguments.get("inputs")
        ranks.add(len(value.shape) if isinstance(value, Tensor) and value.shape is not None else None)
    return ranks.pop() if len(ranks) == 1 else None


def bound_argument(
    creation: Creation, role: str, node: ast.expr, needs: Needs, loops: frozenset[str]
) -> Bound:
    """One argument for the catalogue. Tensors and training flags stay in ``call``: their code is written there."""
    value = creation.values.get(node)
    literal = literal_value(node, value)
    if role in ("input", "training", "name", "scope", "reuse", "vanish"):
        return Bound(creation.text.segment(node), literal)
    canonical = value.name if isinstance(value, External) else ""
    items = None
    if isinstance(value, DictVal) and value.complete and isinstance(node, ast.Dict | ast.Call):
        items = dict_items(creation, node, needs, loops)
    return Bound(creation.code(node, needs, loops), literal, True, canonical, items)


def dict_items(
    creation: Creation, node: ast.expr, needs: Needs, loops: frozenset[str]
) -> dict[str, Bound] | None:
    """The entries of a dict display or ``dict(...)`` call."""
    pairs: list[tuple[str, ast.expr]] = []
    if isinstance(node, ast.Dict):
        for key, item in zip(node.keys, node.values, strict=True):
            if not isinstance(key, ast.Constant):
                return None
            pairs.append((str(key.value), item))
    elif (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "dict"
        and not node.args
    ):
        pairs = [(k.arg, k.value) for k in node.keywords if k.arg]
    else:
        return None
    return {key: bound_argument(creation, "init", item, needs, loops) for key, item in pairs}


def literal_value(node: ast.expr, value: Value) -> object:
    """The value of a literal argument; what a name stands for counts only when it is written as a literal."""
    try:
        return ast.literal_eval(node)
    except (ValueError, SyntaxError, TypeError):
        return UNKNOWN


def part_code(creation: Creation, part: Any, in_graph: bool = False) -> str:
    """The constructor call of one part. ``in_graph``: its layer is also called in graphs that sessions run."""
    arguments = ", ".join(code if not key else f"{key}={code}" for key, code in part.arguments)
    owner = getattr(creation.symbols, "__self__", None)
    constructor = owner.own(part.constructor) if owner is not None else part.constructor
    own = owner.own(arguments) if owner is not None else arguments
    if (
        in_graph
        and owner is not None
        and part.training not in (None, "False")
        and "BatchNormalization" in constructor
    ):
        owner.standins.add("graph batch normalization")
        constructor = "GraphBatchNormalization"
    return f"{constructor}({own})"


# -- layers of the program ----------------------------------------------------------------------------


def layer_code(
    creation: Creation, unit: Unit, slot: Slot, site: ast.Call, needs: Needs, loops: frozenset[str]
) -> str:
    """``Block(width, name="h%d" % i)``."""
    target = slot.target
    assert target is not None
    pieces: list[str] = []
    if target.kind == "object":
        return creation.code(site, needs, loops)
    if not is_own_site(creation, unit, site):
        return foreign_code(creation, unit, slot, target)
    for kind, name, node in split_arguments(creation, target, site):
        if kind != "init":
            continue
        code = creation.code(node, needs, loops)
        pieces.append(code if name == "" else f"**{code}" if name == "**" else f"{name}={code}")
    name_code = instance_name(creation, slot, target, site, needs, loops)
    own = "self." if unit.is_layer or unit.kind == "holder" else ""
    pieces += [f"{name}={own}{inner.attribute}" for name, inner in slot.injections.items()]
    if name_code:
        pieces.append(f"name={name_code}")
    reference = slot.key or class_reference(site.func, target)
    return f"{reference}({', '.join(pieces)})"


def is_own_site(creation: Creation, unit: Unit, site: ast.Call) -> bool:
    """Whether a line stands in the unit's own text."""
    if unit.definition is None:
        return any(node is site for node in ast.walk(unit.module.tree))
    return any(node is site for node in ast.walk(unit.definition.node))


def foreign_code(creation: Creation, unit: Unit, slot: Slot, target: Unit) -> str:
    """The constructor call of an instance whose lines all stand in functions that this unit calls."""
    event = next(event for event in slot.events if event.child is not None)
    pieces: list[str] = []
    needs = slot.needs or Needs()
    split = split_arguments(creation, target, event.site)
    for kind, name, node in split:
        if kind not in ("init", "name"):
            continue
        parameter = name or positional_name(target, event.site, node)
        if kind == "name" and (parameter != target.name_parameter or is_none(node)):
            continue
        code = translate(
            creation, node, event.child.parent if event.child else None, needs, event.arguments.get(parameter)
        )
        keyword = "name" if kind == "name" else name
        pieces.append(f"{keyword}={code}" if keyword else code)
    own = "self." if unit.is_layer or unit.kind == "holder" else ""
    pieces += [f"{name}={own}{inner.attribute}" for name, inner in slot.injections.items()]
    return f"{reference_in(creation, unit, target)}({', '.join(pieces)})"


def translate(creation: Creation, node: ast.expr, run: Any, needs: Needs, value: Value) -> str:
    """An argument written in a called function, in terms of the caller's own names."""
    if isinstance(node, ast.Constant):
        return ast.unparse(node)
    if isinstance(node, ast.Name) and run is not None and run.definition is not None:
        run = owner_run(run, node.id)
        if run is not None and run.site is not None:
            argument = argument_of(run, node.id)
            if argument is not None and is_own_site(creation, creation.unit, run.site):
                return creation.code(argument, needs)
            if argument is not None:
                return translate(creation, argument, run.parent, needs, value)
    expressed = creation.express(value, needs)
    if expressed is None and isinstance(value, str | float | bool):
        expressed = repr(value)
    if expressed is None:
        raise CannotMove(f"`{ast.unparse(node)}` is known only where it stands")
    return expressed


def owner_run(run: Any, name: str) -> Any:
    """The run of the function whose parameter a name is, seen from a run of it or of a function nested in it."""
    from tf1to2reuse.plan.linker import bound_names

    definition = run.definition
    while definition is not None and name not in bound_names(definition.node):
        definition = definition.outer_function
    if definition is None or name not in definition.parameters():
        return None
    while run is not None and run.definition is not definition:
        run = run.parent
    return run


def argument_of(run: Any, parameter: str) -> ast.expr | None:
    """The argument that a call binds to a parameter: written there, or the default."""
    from tf1to2reuse.plan.planner import default_of

    for keyword in run.site.keywords:
        if keyword.arg == parameter:
            return keyword.value  # type: ignore[no-any-return]
    names = run.definition.parameters()
    if run.bound is not None:
        names = names[1:]
    if parameter in names and names.index(parameter) < len(run.site.args):
        return run.site.args[names.index(parameter)]  # type: ignore[no-any-return]
    default = default_of(run.definition, parameter)
    return default if isinstance(default, ast.Constant) else None


def reference_in(creation: Creation, unit: Unit, target: Unit) -> str:
    """How a module can name a class of another."""
    from tf1to2reuse.scopes.values import FunctionVal, ModuleVal

    if target.module is unit.module:
        return target.class_name
    names = creation.evaluation.ev.module(unit.module).names
    for name, value in names.items():
        if isinstance(value, ModuleVal) and value.facts is target.module and "." not in name:
            return f"{name}.{target.class_name}"
    for value in names.values():
        if isinstance(value, FunctionVal) and value.definition is target.definition:
            return target.class_name
    owner = getattr(creation.symbols, "__self__", None)
    path = import_path(creation, unit, target)
    if owner is None or path is None:
        raise CannotMove(f"{unit.module.file} does not import {target.module.file}")
    owner.imports.add((path, target.class_name))
    return target.class_name


def import_path(creation: Creation, unit: Unit, target: Unit) -> str | None:
    """How a module names another one in its imports: as it does already, else by its path from the root."""
    for node in ast.walk(unit.module.tree):
        if isinstance(node, ast.ImportFrom):
            name = "." * node.level + (node.module or "")
            found = (
                creation.evaluation.program.find_module(node.module or "", unit.module)
                if node.level == 0
                else None
            )
            if found is target.module:
                return name
    return target.module.name or None


def class_reference(function: ast.expr, target: Unit) -> str:
    """How the caller names the class: ``model.Block`` for ``model.block``, the name itself for a parameter."""
    if target.definition is not None and target.definition.is_method:
        return target.class_name
    if isinstance(function, ast.Attribute):
        return f"{ast.unparse(function.value)}.{target.class_name}"
    if (
        isinstance(function, ast.Name)
        and target.definition is not None
        and function.id == target.definition.name
    ):
        return target.class_name
    return ast.unparse(function)


def split_arguments(creation: Creation, target: Unit, site: ast.Call) -> list[tuple[str, str, ast.expr]]:
    """Arguments of a call of a unit as (role, keyword or "" or "**", node).

    Raises:
        CannotMove: when spread arguments cannot be told apart.
    """
    call = target.call
    assert call is not None
    names = call.parameters()
    if call.is_method:
        names = names[1:]
    node_args = call.node.args  # type: ignore[union-attr]
    positional_names = [a.arg for a in (*node_args.posonlyargs, *node_args.args)]
    positional_names = positional_names[1:] if call.is_method else positional_names
    found: list[tuple[str, str, ast.expr]] = []
    given: set[str] = set()
    init_in_order = True
    for index, node in enumerate(site.args):
        if isinstance(node, ast.Starred) or index >= len(positional_names):
            raise CannotMove("the arguments are spread with *")
        name = positional_names[index]
        given.add(name)
        role = target.roles.get(name, "init")
        init_before = [n for n in positional_names[:index] if target.roles.get(n, "init") == role]
        in_order = all(n in given for n in init_before)
        init_in_order &= in_order
        found.append((role, "" if in_order else name, node))
    for keyword in site.keywords:
        if keyword.arg is None:
            found.append(
                (spread_role(creation, target, names, given, site, keyword.value), "**", keyword.value)
            )
            continue
        given.add(keyword.arg)
        found.append((target.roles.get(keyword.arg, "init"), keyword.arg, keyword.value))
    return found


def spread_role(
    creation: Creation, target: Unit, names: list[str], given: set[str], site: ast.Call, node: ast.expr
) -> str:
    """Where ``**options`` goes: all its keys must be of one role."""
    value = creation.values.get(node)
    written = {keyword.arg for keyword in site.keywords}
    if isinstance(value, DictVal) and value.complete:
        keys = {str(key) for key in value.items}
    else:
        keys = {name for name in names if name not in given and name not in written}
    roles = {target.roles.get(key, "init") for key in keys}
    roles -= {"vanish", "name"} if not (isinstance(value, DictVal) and value.complete) else set()
    if roles == {"init"} or not roles:
        return "init"
    if roles == {"call"}:
        return "call"
    raise CannotMove(f"`**{ast.unparse(node)}` holds arguments for the constructor and for the call")


def instance_name(
    creation: Creation, slot: Slot, target: Unit, site: ast.Call, needs: Needs, loops: frozenset[str]
) -> str:
    """The ``name=`` of an instance: what the caller gave as scope or name."""
    if not target.name_parameter:
        return ""
    for kind, name, node in split_arguments(creation, target, site):
        if kind != "name" or is_none(node):
            continue
        parameter = name or positional_name(target, site, node)
        if parameter == target.name_parameter:
            return creation.code(node, needs, loops)
    return numbered_name(slot, target)


def numbered_name(slot: Slot, target: Unit) -> str:
    """The name that TF1 made where the caller gave none and the default was taken already."""
    first = target.slots[0] if target.slots else None
    event = slot.events[0]
    if (
        first is None
        or not first.template.startswith("{self}/")
        or event.child is None
        or slot.loop is not None
    ):
        return ""
    depth = show(event.path).count("/") + 1 if event.path else 0
    names = {
        show(path).split("/")[depth] for path in event.child.footprint() if show(path).count("/") >= depth
    }
    name = names.pop() if len(names) == 1 else ""
    return f'"{name}"' if name and "{" not in name and name != target.default_name else ""


def positional_name(target: Unit, site: ast.Call, node: ast.expr) -> str:
    """The parameter that a positional argument binds."""
    assert target.call is not None
    names = target.call.parameters()[1 if target.call.is_method else 0 :]
    return names[site.args.index(node)] if node in site.args else ""


def refused(unit: Unit, error: RefusedCall) -> Finding:
    """The finding of a refused call."""
    place = Place(unit.module.file, error.site.lineno, error.site.col_offset + 1)
    return Finding(error.code, error.message, place, "warning", (), True)


__all__ = ["Sym", "own_events", "plan_slot", "refused"]
