"""Functions and classes of random models: how they open their scope decides how calls of them share."""

from __future__ import annotations

from tests.random_programs.environment import Choices
from tests.random_programs.model_body import Body, call_layer
from tests.random_programs.model_statements import STATEMENTS
from tests.random_programs.model_types import Area, Kind, Layer, Reach, Sharing

PARAMETERS: dict[str, list[str | None]] = {
    "units": [None, None, "4", "6"],
    "n": [None, "2", "3"],
    "flag": [None, "True", "False"],
    "is_training": [None, "True", "False"],
    "activation": [None, "tf.nn.relu", "tf.nn.tanh"],
}
SHARINGS: list[Sharing] = [
    "reuse",
    "reuse",
    "auto",
    "auto",
    "scope",
    "scope",
    "scope and reuse",
    "default name",
    "caller",
]


def parameters(c: Choices) -> list[tuple[str, str | None]]:
    """Parameters with their defaults: after one that has a default all have one."""
    found: list[tuple[str, str | None]] = []
    for name, options in PARAMETERS.items():
        if c.chance(0.45):
            default = c.pick(options)
            if default is None and found and found[-1][1] is not None:
                default = c.pick([option for option in options if option is not None])
            if name == "is_training" and c.chance(0.3):
                name = "training"
            found.append((name, default))
    return found


def in_reach(c: Choices, layers: list[Layer], given: list[str], prefix: str = "") -> Reach:
    """Names in reach of a body with these parameters."""
    reach = Reach(layers=list(layers))
    for name in given:
        known = {"units": reach.widths, "width": reach.widths, "n": reach.counts, "flag": reach.flags}
        known |= {
            "is_training": reach.trainings,
            "training": reach.trainings,
            "activation": reach.activations,
        }
        if name in known:
            known[name].append(prefix + name)
    return reach


def opening(c: Choices, sharing: Sharing, scope: str) -> tuple[list[tuple[str, str | None]], str, str]:
    """Parameters that say where the variables are, the ``with`` line, and a line below it."""
    own, below = repr(scope), ""
    reuse = c.pick(["None", "False"])
    if sharing == "reuse":
        held = c.fresh("scope")
        form = c.pick(["argument", "argument", "statement", "get_variable_scope"])
        c.use(f"reuse by {form}")
        if form == "argument":
            return [("reuse", reuse)], f"with tf.variable_scope({own}, reuse=reuse):", ""
        called = f"{held}." if form == "statement" else "tf.get_variable_scope()."
        as_name = f" as {held}" if form == "statement" else ""
        return (
            [("reuse", reuse)],
            f"with tf.variable_scope({own}){as_name}:",
            f"if reuse: {called}reuse_variables()",
        )
    if sharing == "auto":
        return [], f"with tf.variable_scope({own}, reuse=tf.AUTO_REUSE):", ""
    if sharing == "scope":
        return [("scope", None)], "with tf.variable_scope(scope):", ""
    if sharing == "scope and reuse":
        if c.chance(0.3):
            return [("scope", None)], "with tf.variable_scope(scope, reuse=tf.AUTO_REUSE):", below
        return [("scope", None), ("reuse", reuse)], "with tf.variable_scope(scope, reuse=reuse):", below
    if sharing == "default name":
        form = c.pick(["scope, {}", "scope, default_name={}", "scope, {}, [x]"])
        return [("scope", "None")], f"with tf.variable_scope({form.format(own)}):", below
    return [], "", ""


def write_function(
    c: Choices, layers: list[Layer], name: str, indent: str = "", outer: Reach | None = None
) -> tuple[list[str], Layer]:
    """The lines of a function, and how to call it. ``outer``: what a nested one sees of the code around."""
    takes = c.pick(["row", "row", "image"])
    sharing = c.pick(SHARINGS)
    given = parameters(c)
    places, line, below = opening(c, sharing, name.rpartition(".")[2])
    needed = [p for p in given if p[1] is None] + [p for p in places if p[1] is None]
    defaulted = [p for p in given if p[1] is not None] + [p for p in places if p[1] is not None]
    signature = [*needed, *defaulted]
    words = ["x", *[p if d is None else f"{p}={d}" for p, d in signature]]
    lines = [f"{indent}def {name}({', '.join(words)}):"]
    lines += [f'{indent}    """Made of {takes}s."""'] if c.chance(0.3) else []
    reach = in_reach(c, layers, [p for p, _ in given])
    if outer is not None:
        reach.widths += outer.widths
        reach.trainings += outer.trainings
    reach.tensors["x"] = Kind(takes, "?x")  # type: ignore[arg-type]
    body, returned = body_of(c, reach, line, below, indent + "    ", 2 if outer else 4)
    return lines + body, Layer(name, takes, returned, sharing, tuple(signature))  # type: ignore[arg-type]


def body_of(
    c: Choices, reach: Reach, line: str, below: str, indent: str, size: int
) -> tuple[list[str], Kind]:
    """A scope with statements in it, and the return; the kind that is returned."""
    if c.chance(0.2) and size > 2 and reach.layers is not None:
        c.use("nested function")
        nested, made = write_function(c, [], c.fresh("inner"), indent, reach)
        reach.layers = [*reach.layers, made, made]
    else:
        nested = []
    inner = Body(c, reach, Area(), indent + ("    " if line else ""))
    inner.statements = STATEMENTS
    inner.area.unnamed = bool(line)
    if below:
        inner.add(below)
    inner.add(f"h = {c.pick(['x', '2.0 * x', 'tf.identity(x)'])}")
    reach.tensors["h"] = reach.tensors["x"]
    inner.fill(size)
    if nested:
        call_layer(inner, reach.layers[-1])
        if f"{reach.layers[-1].name}(" not in "\n".join(inner.lines):
            nested = []  # nothing is known of what is never called
    result = "h"
    returns_inside = c.chance(0.4) or not line
    lines = [*nested, *([indent + line] if line else []), *inner.lines]
    lines.append(f"{inner.indent if returns_inside else indent}return {result}")
    return lines, reach.tensors[result]


# -- classes -----------------------------------------------------------------------------------------------

CALLS = ["reuse flag", "auto", "captured scope", "method reuse"]


def write_class(
    c: Choices, layers: list[Layer], name: str
) -> tuple[list[str], Layer, list[tuple[str, str | None]]]:
    """A class whose objects are called: its lines, the call, and the constructor's parameters."""
    form = c.pick(CALLS)
    c.use(f"class: {form}")
    takes = c.pick(["row", "row", "image"])
    config = [(p, d) for p, d in parameters(c) if p not in ("is_training", "training")]
    named = c.chance(0.7)
    scope = "self.name" if named else repr(name.lower())
    constructor = [*config, *([("name", f"'{name.lower()}'")] if named else [])]
    words = ["self", *[p if d is None else f"{p}={d}" for p, d in constructor]]
    lines = [f"class {name}(object):", f"    def __init__({', '.join(words)}):"]
    lines += [f"        self.{p} = {p}" for p, _ in constructor]
    method = c.pick(["__call__", "__call__", "build", "forward"])
    training = [("is_training", c.pick([None, "True", "False"]))] if c.chance(0.5) else []
    places: list[tuple[str, str | None]] = []
    after = ""
    if form == "reuse flag":
        lines.append("        self.reuse = False")
        line, after = f"with tf.variable_scope({scope}, reuse=self.reuse):", "        self.reuse = True"
    elif form == "auto":
        line = f"with tf.variable_scope({scope}, reuse=tf.AUTO_REUSE):"
    elif form == "captured scope":
        lines.append(f"        with tf.variable_scope({scope}, reuse=tf.AUTO_REUSE) as vs:")
        lines.append("            self.scope = vs")
        line = "with tf.variable_scope(self.scope, reuse=tf.AUTO_REUSE):"
    else:
        places = [("reuse", "False")]
        line = f"with tf.variable_scope({scope}, reuse=reuse):"
    if not constructor and form in ("auto", "method reuse"):
        lines.append("        pass")
    signature = [*training, *places]
    words = ["self", "x", *[p if d is None else f"{p}={d}" for p, d in signature]]
    reach = in_reach(c, layers, [p for p, _ in config], "self.")
    reach.trainings += [p for p, _ in training]
    reach.tensors["x"] = Kind(takes, "?x")  # type: ignore[arg-type]
    helper = helper_method(c, reach) if c.chance(0.4) else []
    body, returned = body_of(c, reach, line, "", "        ", 4)
    if "self._part(" not in "\n".join(body):
        helper = []
    if after:
        body.insert(len(body) - 1, after)
        body[-1] = "        return h"
    lines += [*helper, f"    def {method}({', '.join(words)}):", *body]
    sharing: Sharing = "reuse" if form == "method reuse" else "auto"
    return lines, Layer(method, takes, returned, sharing, tuple(signature)), constructor  # type: ignore[arg-type]


def helper_method(c: Choices, reach: Reach) -> list[str]:
    """A method that the other one calls with a scope's name."""
    c.use("helper method")
    inner = reach.inner()
    inner.layers, inner.trainings = [], []
    lines, made = write_function(c, [], "_part", "    ", inner)
    lines[0] = lines[0].replace("(x", "(self, x", 1)
    if made.sharing not in ("scope", "scope and reuse"):
        return []
    reach.layers.append(Layer("self._part", made.takes, made.gives, made.sharing, made.defaults))
    return lines
