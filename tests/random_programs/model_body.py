"""The body of a function of a random model, statement by statement, as TensorFlow 1 code was written."""

from __future__ import annotations

from collections.abc import Callable

from tests.random_programs.environment import Choices
from tests.random_programs.model_types import Area, Call, Kind, Layer, Reach

Statement = Callable[["Body"], None]
ACTIVATIONS = ["tf.nn.relu", "tf.nn.tanh", "tf.nn.elu", "None"]
INITIALIZERS = [
    "tf.random_normal_initializer(stddev=0.02)",
    "tf.truncated_normal_initializer(0.0, 0.1)",
    "tf.contrib.layers.xavier_initializer()",
    "tf.constant_initializer(0.3)",
    "tf.glorot_uniform_initializer()",
]
REGULARIZERS = ["tf.contrib.layers.l2_regularizer(0.1)", "slim.l2_regularizer(1e-2)"]
LOOP_STEMS = ["h", "layer_", "l", "step_", "u"]  # with a number behind them none is another name
SIZE = 8  # of images; they may be halved twice


class Body:
    """Lines so far, names in reach, the scope that is open. ``keep``: what is assigned keeps its kind."""

    def __init__(self, c: Choices, reach: Reach, area: Area, indent: str, depth: int = 1) -> None:
        self.c, self.reach, self.area, self.indent, self.depth = c, reach, area, indent, depth
        self.lines: list[str] = []
        self.keep = False
        self.reused = False  # whether the code runs again for the variables it made, in one scope
        self.indices: list[str] = []
        self.statements: list[tuple[int, Statement, bool]] = []

    def add(self, text: str) -> None:
        """One line."""
        self.lines.append(self.indent + text)

    def block(self, size: int, area: Area | None = None, **changes: object) -> Body:
        """Writes an indented block below the last line and returns it."""
        inner = Body(self.c, self.reach.inner(), area or self.area, self.indent + "    ", self.depth + 1)
        inner.keep, inner.indices, inner.reused = self.keep, self.indices, self.reused
        inner.statements = self.statements
        for name, value in changes.items():
            setattr(inner, name, value)
        inner.fill(size)
        self.lines += inner.lines
        return inner

    def fill(self, size: int) -> None:
        """At most so many statements, at least one."""
        for _ in range(self.c.random.randint(1, size)):
            self.statement()

    def statement(self) -> None:
        """One statement that writes something; those that do not fit write nothing."""
        before = len(self.lines)
        options = [(w, s) for w, s, nests in self.statements if not (nests and self.depth >= 4)]
        while len(self.lines) == before:
            self.c.random.choices([s for _, s in options], [w for w, _ in options])[0](self)

    # -- names and expressions ------------------------------------------------------------------------

    def name(self, stems: list[str]) -> str:
        """The source of a name that nothing else in this scope has; in a loop it tells the rounds apart."""
        stem = self.c.pick(LOOP_STEMS if self.indices else stems)
        number = 0
        while stem in self.area.taken:
            number += 1
            stem = f"{stem.rstrip('0123456789_')}_{number}x"
        self.area.taken.add(stem)
        if not self.indices:
            return repr(stem)
        numbers = [i if self.c.chance(0.8) else f"{i} + 1" for i in self.indices]
        style = self.c.pick(["%", "%", "format", "f", "+"])
        self.c.use(f"names by {style}")
        if style == "%":
            marks = "_".join("%d" for _ in numbers)
            alone = len(numbers) == 1 and "+" not in numbers[0]
            return f"'{stem}{marks}' % {numbers[0] if alone else '(' + ', '.join(numbers) + ')'}"
        if style == "format":
            return f"'{stem}{'_'.join('{}' for _ in numbers)}'.format({', '.join(numbers)})"
        if style == "f":
            return f"f'{stem}{'_'.join('{' + n + '}' for n in numbers)}'"
        return f"'{stem}' + " + " + '_' + ".join(f"str({n})" for n in numbers)

    def pick(self, rank: str = "", known: bool = False) -> tuple[str, Kind] | None:
        """A tensor in reach."""
        fitting = [
            (name, kind)
            for name, kind in self.reach.tensors.items()
            if rank in ("", kind.rank) and (kind.known or not known)
        ]
        recent = [pair for pair in fitting if pair[0] == "h"]
        if recent and self.c.chance(0.7):
            return recent[0]
        return self.c.pick(fitting) if fitting else None

    def width_of(self, name: str, kind: Kind) -> str:
        """Source of a tensor's width."""
        if kind.known and self.c.chance(0.8):
            return kind.width
        forms = ["{}.get_shape().as_list()[-1]", "{}.shape[-1].value", "int({}.get_shape()[-1])"]
        return self.c.pick(forms).format(name)

    def width(self, name: str, kind: Kind) -> tuple[str, str]:
        """Source of the width of what is made of a tensor, and the width itself."""
        if self.keep:
            return self.width_of(name, kind), kind.width
        options = ["3", "4", "6", *self.reach.widths * 2, *[f"2 * {w}" for w in self.reach.widths]]
        width = self.c.pick(options)
        return width, width

    def target(self, name: str, kind: Kind, made: Kind) -> str:
        """Where a result goes."""
        if self.keep or name == "h" or self.c.chance(0.15):
            target = name
        else:
            target = "h" if self.c.chance(0.7) else self.c.fresh("t")
        if self.keep and made != kind:
            target = self.c.fresh("t")
        if self.keep and target == "h" != name:
            target = name
        self.reach.tensors[target] = made
        return target

    def training(self) -> str:
        """A training flag."""
        if self.reach.trainings and self.c.chance(0.8):
            return self.c.pick(self.reach.trainings)
        return self.c.pick(["True", "False"])

    def activation(self) -> str:
        """An activation function."""
        return self.c.pick([*ACTIVATIONS, *self.reach.activations * 3])

    def option(self, probability: float, text: str) -> str:
        """Further arguments, sometimes."""
        return f", {text}" if self.c.chance(probability) else ""

    def named(self, parameter: str, stems: list[str], probability: float = 0.7) -> str:
        """A name argument; without one TensorFlow numbers the layer."""
        if self.area.unnamed and not self.c.chance(probability):
            self.c.use("unnamed layer")
            return ""
        return f", {parameter}={self.name(stems)}"


# -- calls of functions --------------------------------------------------------------------------------------


def argument(body: Body, parameter: str, default: str | None) -> str:
    """An argument for a parameter of that name."""
    c, reach = body.c, body.reach
    known = {
        "units": ["3", "4", *reach.widths],
        "n": ["1", "2", "3", *reach.counts],
        "flag": ["True", "False", *reach.flags * 2],
        "training": ["True", "False", *reach.trainings * 3],
        "is_training": ["True", "False", *reach.trainings * 3],
        "activation": ["tf.nn.relu", "tf.nn.tanh", *reach.activations * 2],
        "stddev": ["0.02", "0.1"],
        "rate": ["0.2", "0.4"],
    }
    return c.pick(known[parameter])


def call_layer(body: Body, only: Layer | None = None) -> None:
    """Calls a function of the program, for new variables or for those of an earlier call."""
    c = body.c
    earlier = [call for call in body.area.calls if only in (None, call.layer)]
    if earlier and c.chance(0.55):
        again(body, c.pick(earlier))
        return
    layers = [only] if only else body.reach.layers
    if not layers:
        return
    layer = c.pick(layers)
    found = body.pick(layer.takes)
    if found is None:
        return
    name, kind = found
    if kind.halved + layer.gives.halved > 2:
        return
    given = {p: argument(body, p, d) for p, d in layer.defaults if p not in ("scope", "reuse")}
    keeps = layer.gives.rank == kind.rank and not layer.gives.halved
    if body.keep and "units" in given and keeps and layer.gives.width == "units":
        given["units"] = body.width_of(name, kind)
    left = {p for p, d in layer.defaults if d is not None and c.chance(0.4)} - (
        {"units"} if body.keep else set()
    )
    values = {
        **{p: d for p, d in layer.defaults if d is not None},
        **{p: g for p, g in given.items() if p not in left},
    }
    made = layer.gives.seen_by(values, kind)  # type: ignore[arg-type]
    if body.keep and "units" in given and keeps and layer.gives.width == "units":
        made = kind
    if body.indices and made != kind:
        return
    scope = ""
    if layer.sharing in ("scope", "scope and reuse"):
        scope = body.name(["enc", "dec", "part", "tower", "branch"])
    elif layer.sharing == "default name":
        if c.chance(0.3):
            scope = body.name(["first", "last"])
    elif layer.sharing == "caller":
        write_in_scope(body, layer, name, kind, given, left, made)
        return
    else:
        taken = layer.name.rpartition(".")[2]
        if taken in body.area.taken:
            return
        body.area.taken.add(taken)
    reuse = f"{body.indices[-1]} > 0" if body.indices and layer.sharing == "reuse" else ""
    if body.indices and len(body.indices) > 1 and reuse:
        reuse = " or ".join(f"{i} > 0" for i in body.indices)
    text = call_text(body, layer, name, given, left, scope, reuse)
    body.add(f"{body.target(name, kind, made)} = {text}")
    c.use(f"call: {layer.sharing}")
    if layer.sharing != "default name" and not body.indices:
        body.area.calls.append(
            Call(layer, scope, tuple(sorted((p, g) for p, g in values.items() if p in given)), kind)
        )  # type: ignore[misc]


def again(body: Body, call: Call) -> None:
    """Calls a function for the variables of an earlier call."""
    c, layer = body.c, call.layer
    fitting = [n for n, k in body.reach.tensors.items() if k == call.kind]
    if not fitting or layer.sharing == "scope" or layer not in body.reach.layers:
        return
    name = c.pick(fitting)
    given = {
        p: argument(body, p, d) if p in ("training", "is_training") else dict(call.given).get(p, "")
        for p, d in layer.defaults
        if p not in ("scope", "reuse")
    }
    made = layer.gives.seen_by(given, call.kind)
    if body.keep and made != call.kind:
        return
    reuse = "True" if layer.sharing in ("reuse", "scope and reuse") else ""
    c.use(f"shared: {layer.sharing}")
    target = body.target(name, call.kind, made)
    body.add(f"{target} = {call_text(body, layer, name, given, set(), call.scope, reuse)}")


def call_text(
    body: Body, layer: Layer, tensor: str, given: dict[str, str], left: set[str], scope: str, reuse: str
) -> str:
    """A call expression: arguments in order, by position or by keyword."""
    words, keyword = [tensor], False
    for parameter, default in layer.defaults:
        value = {"scope": scope, "reuse": reuse}.get(parameter, given.get(parameter, ""))
        if not value or (parameter in left and default is not None):
            if parameter == "reuse" and body.c.chance(0.3) and "AUTO" not in str(default):
                value = "False"
            else:
                keyword = True
                continue
        keyword = keyword or body.c.chance(0.4 if default is not None else 0.15)
        words.append(f"{parameter}={value}" if keyword else value)
    return f"{layer.name}({', '.join(words)})"


def write_in_scope(
    body: Body, layer: Layer, name: str, kind: Kind, given: dict[str, str], left: set[str], made: Kind
) -> None:
    """A function that creates in its caller's scope is called in a scope of its own."""
    body.c.use("call: caller's scope")
    body.add(f"with tf.variable_scope({body.name(['in', 'part', 'own'])}):")
    text = call_text(body, layer, name, given, left, "", "")
    body.add(f"    {body.target(name, kind, made)} = {text}")
