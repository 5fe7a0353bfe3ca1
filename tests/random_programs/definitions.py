"""Functions, closures, templates and classes of random programs, and the calls of them."""

from __future__ import annotations

from tests.random_programs.environment import SCOPES, Choices, Function, Names
from tests.random_programs.statements import Block

DEFAULTS = {
    "scope": ["'a'", "'blk'", "None"],
    "name": ["'h'", "'enc'"],
    "reuse": ["None", "False", "tf.AUTO_REUSE"],
    "n": ["1", "2"],
    "flag": ["True", "False"],
}


def write_function(
    choices: Choices, outer: Names, name: str, depth: int, indent: str, notes: bool
) -> tuple[list[str], Function]:
    """The lines of a function of a tensor and some parameters."""
    c = choices
    kind = c.pick(["row", "row", "row", "image"])
    parameters = tuple(p for p in DEFAULTS if c.chance(0.4))
    signature = ["x"]
    defaults = False
    for parameter in parameters:
        defaults = defaults or c.chance(0.6) or parameter == "reuse"
        signature.append(f"{parameter}={c.pick(DEFAULTS[parameter])}" if defaults else parameter)
    decorated = c.chance(0.15) and "reuse" in parameters
    lines = [f"{indent}@slim.add_arg_scope"] if decorated else []
    lines.append(f"{indent}def {name}({', '.join(signature)}):")
    names = outer.inner()
    names.rows, names.images = (["x"], []) if kind == "row" else (["flat"], ["x"])
    names.numbers += [p for p in parameters if p == "n"]
    names.counts = [p for p in parameters if p == "n"]
    names.strings += [p for p in parameters if p == "name"]
    names.reuses += [p for p in parameters if p == "reuse"]
    names.flags += [p for p in parameters if p == "flag"]
    body = Block(c, names, depth, indent + "    ", notes)
    if kind == "image":
        body.add("flat = tf.reduce_mean(x, [1, 2])")
    open_parameters(body, parameters)
    lines += body.lines
    lines.append(f"{indent}    return x")
    return lines, Function(name, kind, parameters, decorated)


def open_parameters(body: Block, parameters: tuple[str, ...]) -> None:
    """The function's own scope, by its parameters, and what stands in it."""
    c = body.choices
    if "scope" in parameters:
        c.use("scope parameter")
        form = c.pick(["or", "default", "plain"])
        plain = "'p' if scope is None else scope"
        scope = {"or": "scope or 'blk'", "default": "scope, 'blk'", "plain": plain}[form]
        reuse = ", reuse=reuse" if "reuse" in parameters and form != "default" else ""
        if not reuse and c.calm and form != "default":
            reuse = ", reuse=tf.AUTO_REUSE"
    elif "name" in parameters and c.chance(0.7):
        c.use("name parameter")
        otherwise = ", reuse=tf.AUTO_REUSE" if c.calm else ""
        scope, reuse = "name", ", reuse=reuse" if "reuse" in parameters else otherwise
    elif c.chance(0.7):
        scope, reuse = c.pick([repr(c.literal(SCOPES)), "None, " + repr(c.pick(SCOPES))]), ""
        if not scope.startswith("None"):
            if "reuse" in parameters:
                reuse = ", reuse=reuse"
            elif c.calm or c.chance(0.5):
                reuse = ", reuse=tf.AUTO_REUSE"
    else:
        body.fill(2)
        return
    inner = body.names.inner()
    name = c.fresh("scope")
    inner.scopes.append(name)
    body.add(f"with tf.variable_scope({scope}{reuse}) as {name}:")
    if "reuse" in parameters and "reuse" not in reuse and c.chance(0.4):
        c.use("if reuse: reuse_variables")
        body.add(f"    if reuse: {name}.reuse_variables()")
    body.nested(inner, size=3)


# -- calls ----------------------------------------------------------------------------------------------


def argument(block: Block, parameter: str) -> str:
    """An argument for a parameter of that name."""
    c, names = block.choices, block.names
    if parameter == "scope" and names.scopes and c.chance(0.25):
        c.use("scope object as argument")
        return c.pick(names.scopes)
    if parameter in ("scope", "name"):
        return c.string(names, SCOPES)
    return {"reuse": c.reuse, "n": c.number, "flag": c.flag}[parameter](names)


def call_text(block: Block, function: Function, tensor: str) -> str:
    """A call expression."""
    c = block.choices
    words = [tensor]
    keyword = False
    for parameter in function.parameters:
        if parameter in ("n", "flag", "reuse") and c.chance(0.4):
            keyword = True
            if function.name.startswith("given"):
                continue
        value = argument(block, parameter)
        keyword = keyword or c.chance(0.6)
        words.append(f"{parameter}={value}" if keyword else value)
    c.use("helper call")
    return f"{function.name}({', '.join(words)})"


def write_call(block: Block, function: Function) -> None:
    """A call of a function on a tensor of its kind."""
    pool = block.names.rows if function.kind == "row" else block.names.images
    if not pool:
        return
    target = block.choices.pick(pool)
    times = 2 if block.choices.chance(0.35) else 1
    for _ in range(times):
        block.add(f"{target} = {call_text(block, function, block.choices.pick(pool))}")


def bound_arguments(block: Block, function: Function) -> tuple[str, tuple[str, ...]]:
    """Arguments for all parameters but those left to the call."""
    c = block.choices
    left = tuple(p for p in function.parameters if p in ("name", "reuse") and c.chance(0.3))
    words = [f"{p}={argument(block, p)}" for p in function.parameters if p not in left]
    return "".join(", " + word for word in words), left


def template(block: Block) -> None:
    """``tf.make_template`` around a function, then calls of it."""
    c = block.choices
    function = c.pick([f for f in block.names.functions if f.kind == "row"])
    c.use("make_template")
    name = c.fresh("given")
    given, left = bound_arguments(block, function)
    options = ", create_scope_now_=True" if c.chance(0.25) else ""
    options += f", unique_name_={c.string(block.names, SCOPES)}" if c.chance(0.1) else ""
    block.add(f"{name} = tf.make_template({c.string(block.names, SCOPES)}, {function.name}{options}{given})")
    made = Function(name, "row", left)
    block.names.functions.append(made)
    for _ in range(c.random.randint(0, 2)):
        write_call(block, made)


def partial_call(block: Block) -> None:
    """``functools.partial`` of a function, then a call."""
    c = block.choices
    function = c.pick([f for f in block.names.functions if f.parameters])
    c.use("functools.partial")
    name = c.fresh("given")
    given, left = bound_arguments(block, function)
    block.add(f"{name} = functools.partial({function.name}{given})")
    made = Function(name, function.kind, left)
    block.names.functions.append(made)
    write_call(block, made)


def closure(block: Block) -> None:
    """A function inside the running one, which sees its names."""
    c = block.choices
    c.use("closure")
    outer = block.names.inner()
    outer.functions = outer.functions[:2]
    lines, function = write_function(c, outer, c.fresh("inner"), block.depth + 2, block.indent, block.notes)
    block.lines += lines
    block.names.functions.append(function)
    write_call(block, function)


# -- classes ---------------------------------------------------------------------------------------------

CALL_FORMS = [
    "reuse flag",
    "reuse_variables",
    "captured scope",
    "counter",
    "template",
    "layers",
    "default scope",
]


def write_class(choices: Choices, outer: Names, name: str, notes: bool) -> tuple[list[str], str]:
    """A class with a constructor and one method that builds."""
    c = choices
    form = c.pick(CALL_FORMS)
    c.use(f"class {form}")
    method = c.pick(["__call__", "build"])
    lines = [f"class {name}(object):", "    def __init__(self, name='net'):", "        self.name = name"]
    names = outer.inner()
    names.rows, names.strings = ["x"], [*names.strings, "self.name"]
    body = Block(c, names, 2, "        ", notes)
    if form == "reuse flag":
        lines.append(f"        self.reuse = {c.pick(['False', 'None'])}")
        body.add("with tf.variable_scope(self.name, reuse=self.reuse):")
        names.reuses.append("self.reuse")
        body.nested(names, size=3)
        body.add("self.reuse = True")
    elif form == "reuse_variables":
        lines.append("        self.made = False")
        body.add("with tf.variable_scope(self.name) as scope:")
        body.add("    if self.made: scope.reuse_variables()")
        body.nested(names, size=3)
        body.add("self.made = True")
    elif form == "captured scope":
        lines.append("        with tf.variable_scope(self.name) as self.scope: pass")
        names.scopes.append("self.scope")
        body.add(f"with tf.variable_scope(self.scope{c.pick(['', ', reuse=tf.AUTO_REUSE'])}):")
        body.nested(names, size=3)
    elif form == "counter":
        lines.append("        self.calls = 0")
        names.numbers.append("self.calls")
        body.add("with tf.variable_scope(self.name, reuse=self.calls > 0):")
        body.nested(names, size=3)
        body.add("self.calls += 1")
    elif form == "template":
        lines.append("        self.inner = tf.make_template(self.name, self.body)")
        body.add("x = self.inner(x)")
    elif form == "layers":
        count = c.random.randint(1, 2)
        layer = "tf.layers.Dense(3, name=name + '_%d' % i)"
        lines.append(f"        self.layers = [{layer} for i in range({count})]")
        body.add("for layer in self.layers: x = layer(x)")
    else:
        body.add("with tf.variable_scope(None, default_name=self.name):")
        body.nested(names, size=3)
    lines += [f"    def {method}(self, x):", *body.lines, "        return x"]
    if form == "template":
        inner = Block(c, names, 2, "        ", notes)
        inner.fill(3)
        lines += ["    def body(self, x):", *inner.lines, "        return x"]
    return lines, method


def instantiate(block: Block) -> None:
    """An object of a class of the program."""
    c = block.choices
    cls, method = c.pick(block.names.classes)
    name = c.fresh("obj")
    c.use("object")
    block.add(f"{name} = {cls}({c.string(block.names, SCOPES)})")
    block.names.objects.append((name, method))
    if block.names.rows and c.chance(0.6):
        use_object(block)


def use_object(block: Block) -> None:
    """One or two calls of an object's method."""
    name, method = block.choices.pick(block.names.objects)
    for _ in range(block.choices.random.randint(1, 2)):
        call = name if method == "__call__" else f"{name}.{method}"
        block.add(f"{block.target()} = {call}({block.row()})")
