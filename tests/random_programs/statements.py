"""Statements of random programs: each writes itself with the names that are in reach."""

from __future__ import annotations

from collections.abc import Callable

from tests.random_programs.environment import LAYERS, SCOPES, WEIGHTS, Choices, Function, Names

Writer = Callable[["Block"], None]


class Block:
    """The body being written: its lines, its names, how deep it stands and how much it may still hold."""

    def __init__(self, choices: Choices, names: Names, depth: int, indent: str, notes: bool) -> None:
        self.choices, self.names, self.depth, self.indent, self.notes = choices, names, depth, indent, notes
        self.lines: list[str] = []

    def add(self, text: str) -> None:
        """One line."""
        self.lines.append(self.indent + text)

    def nested(self, names: Names | None = None, size: int = 3) -> Block:
        """Writes an indented block below the last line and returns it."""
        inner = Block(
            self.choices, names or self.names.inner(), self.depth + 1, self.indent + "    ", self.notes
        )
        inner.fill(size)
        self.lines.extend(inner.lines or [inner.indent + "pass"])
        return inner

    def fill(self, size: int) -> None:
        """Some statements."""
        for _ in range(self.choices.random.randint(1, size)):
            self.statement()

    def statement(self) -> None:
        """One statement that fits here."""
        simple = self.depth >= 4
        options = [(w, f) for w, f, nests, fits in STATEMENTS if not (nests and simple) and fits(self.names)]
        writers = [f for _, f in options]
        self.choices.random.choices(writers, [w for w, _ in options])[0](self)

    # -- tensors --------------------------------------------------------------------------------------

    def row(self) -> str:
        """A tensor of shape [2, 3]."""
        return self.choices.pick(self.names.rows)

    def target(self) -> str:
        """Where a [2, 3] result goes."""
        return self.row()


# -- scopes --------------------------------------------------------------------------------------------


def scope_options(block: Block) -> str:
    """Further arguments of ``tf.variable_scope``."""
    c = block.choices
    text = ""
    if c.chance(0.45 if not c.calm else 0.5):
        text += f", reuse={c.reuse(block.names)}"
    if c.chance(0.04):
        c.use("scope initializer")
        text += ", initializer=tf.zeros_initializer()"
    if c.chance(0.04):
        c.use("scope regularizer")
        text += ", regularizer=tf.contrib.layers.l2_regularizer(0.1)"
    if c.chance(0.03):
        c.use("custom_getter")
        suffix = c.pick(["_q", "_ema"])
        text += ", custom_getter=lambda getter, name, *args, **kwargs: "
        text += f"getter(name + '{suffix}', *args, **kwargs)"
    if c.chance(0.02):
        c.use("partitioner")
        text += ", partitioner=tf.fixed_size_partitioner(2)"
    return text


def open_scope(block: Block) -> None:
    """``with tf.variable_scope(...)`` by name, object, default name or the current scope."""
    c, names = block.choices, block.names
    inner = names.inner()
    kind = c.pick(["name"] * 6 + ["object"] * 3 + ["default"] * 2 + ["current", "several"])
    if kind == "object" and not names.scopes:
        kind = "name"
    options = scope_options(block)
    if kind == "name":
        opened = f"tf.variable_scope({c.string(names, SCOPES)}{options})"
        c.use("scope by name")
    elif kind == "object":
        extra = ", auxiliary_name_scope=False" if c.chance(0.2) else ""
        opened = f"tf.variable_scope({c.pick(names.scopes)}{options}{extra})"
        c.use("scope object")
    elif kind == "default":
        default = c.pick([repr(c.pick(SCOPES)), c.string(names, SCOPES)])
        values = f", [{block.row()}]" if names.rows and c.chance(0.3) else ""
        first = "None" if not names.strings or c.chance(0.7) else f"{c.pick(names.strings)}"
        kept = options if c.chance(0.04 if c.calm else 0.15) or "reuse" not in options else ""
        opened = f"tf.variable_scope({first}, {default}{values}{kept})"
        c.use("default_name")
    elif kind == "current":
        opened = f"tf.variable_scope(tf.get_variable_scope(){options})"
        c.use("current scope")
    else:
        second = f"tf.variable_scope({c.string(names, SCOPES)}{scope_options(block)})"
        opened = f"tf.variable_scope({c.string(names, SCOPES)}{options}), {second}"
        c.use("with of several")
    if c.chance(0.5):
        name = c.fresh("scope")
        opened += f" as {name}"
        inner.scopes.append(name)
        names.scopes.append(name)  # the object outlives its block
    block.add(f"with {opened}:")
    block.nested(inner)


def twins(block: Block) -> None:
    """A scope with something in it, then the same again, reusing."""
    c, names = block.choices, block.names
    c.use("twins")
    first = Block(c, names.inner(), block.depth + 1, block.indent + "    ", False)
    first.fill(3)
    body = first.lines or [first.indent + "pass"]
    scope, opened = c.fresh("scope"), c.string(names, SCOPES)
    block.add(f"with tf.variable_scope({opened}) as {scope}:")
    block.lines += body
    forms = ["name", "object", "flag"] * (4 if c.calm else 1)  # the others fail on unnamed layers
    form = c.pick([*forms, "reuse_variables", "current"])
    if form == "current":
        reuse = c.pick(["True", "True", "tf.AUTO_REUSE"])
        block.add(f"    with tf.variable_scope(tf.get_variable_scope(), reuse={reuse}):")
        block.lines += ["    " + line for line in body]
    elif form == "reuse_variables":
        block.add(f"    {c.pick([scope, 'tf.get_variable_scope()'])}.reuse_variables()")
        block.lines += body
    elif form == "flag":
        block.add(f"with tf.variable_scope({opened}) as {scope}:")
        block.add(f"    if {scope}.name: {scope}.reuse_variables()")
        block.lines += body
    else:
        block.add(f"with tf.variable_scope({scope if form == 'object' else opened}, reuse=True):")
        block.lines += body
    names.scopes.append(scope)


def name_scope(block: Block) -> None:
    block.choices.use("name_scope")
    block.add(f"with tf.name_scope({block.choices.string(block.names, SCOPES)}):")
    block.nested()


def reuse_variables(block: Block) -> None:
    """``reuse_variables`` of a scope at hand."""
    c = block.choices
    if c.calm and c.chance(0.7):
        return
    c.use("reuse_variables")
    if block.names.scopes and c.chance(0.7):
        scope = c.pick(block.names.scopes)
    elif block.depth > 1 or not c.calm:
        scope = "tf.get_variable_scope()"
    else:
        return
    condition = f"if {c.flag(block.names)}: " if c.chance(0.5 if not c.calm else 0.8) else ""
    block.add(f"{condition}{scope}.reuse_variables()")


def note(block: Block) -> None:
    """Records what TF1 says of its own state."""
    c = block.choices
    options = ["tf.get_variable_scope().name", "tf.get_variable_scope().reuse"]
    options += [f"{scope}.name" for scope in block.names.scopes]
    options += [f"{scope}.reuse" for scope in block.names.scopes]
    options += block.names.strings + block.names.numbers
    if block.notes:
        block.add(f"notes.append({c.pick(options)})")


# -- variables and layers ---------------------------------------------------------------------------------


def get_variable(block: Block) -> None:
    c = block.choices
    c.use("get_variable")
    name = c.string(block.names, WEIGHTS)
    if block.names.rows and c.chance(0.6):
        options = ", initializer=tf.zeros_initializer()" if c.chance(0.4) else ""
        row = block.row()
        block.add(f"{block.target()} = tf.matmul({row}, tf.get_variable({name}, [3, 3]{options}))")
        return
    shape = c.pick(["[3]", "[3]", "[3]", "[3]", "(3,)", "[]", "[3, 4]"] if not c.calm else ["[3]"])
    options = c.pick(["", "", ", trainable=False", ", dtype=tf.float32", ", tf.float32"])
    if c.chance(0.05):
        c.use("dtype")
        options = ", dtype=tf.float64"
    if c.chance(0.15):
        shape, options = "initializer=tf.zeros([3])", ""
    variable = c.fresh("var")
    block.add(f"{variable} = tf.get_variable({name}, {shape}{options})")
    if c.chance(0.3) and block.notes:
        block.add(f"notes.append({variable}.name)")


def variable(block: Block) -> None:
    c = block.choices
    c.use("tf.Variable")
    name = f", name={c.string(block.names, WEIGHTS)}" if c.chance(0.7) else ""
    trainable = ", trainable=False" if c.chance(0.2) else ""
    block.add(f"{c.fresh('var')} = tf.Variable({c.pick(['tf.zeros([3])', '0.0', '1'])}{trainable}{name})")


def layer_arguments(block: Block, keyword: str = "name") -> str:
    """``name`` and ``reuse`` of a layer call."""
    c = block.choices
    text = ""
    if c.chance(0.5):
        text += f", {keyword}={c.string(block.names, LAYERS)}"
        if block.names.scopes and keyword == "scope" and c.chance(0.1):
            text = f", scope={c.pick(block.names.scopes)}"
    else:
        c.use("unnamed layer")
    if c.chance(0.15 if text or not c.calm else 0.06 if keyword == "name" else 0.01):
        text += f", reuse={c.reuse(block.names)}"
        c.use("layer reuse")
    return text


def dense(block: Block) -> None:
    c = block.choices
    c.use("tf.layers.dense")
    row = block.row()
    more = c.pick(["", "", "", ", use_bias=False", ", activation=tf.nn.relu", ", trainable=False"])
    block.add(f"{block.target()} = tf.layers.dense({row}, 3{more}{layer_arguments(block)})")


def row_layer(block: Block) -> None:
    """Batch normalization, dropout, flatten."""
    c = block.choices
    kind = c.pick(["batch_normalization", "batch_normalization", "dropout", "flatten"])
    c.use(f"tf.layers.{kind}")
    if kind == "batch_normalization":
        more = c.pick(["", ", training=True", ", scale=False", ", center=False"]) + layer_arguments(block)
    else:
        more = f", name={c.string(block.names, LAYERS)}" if c.chance(0.4) else ""
    block.add(f"{block.target()} = tf.layers.{kind}({block.row()}{more})")


def image_layer(block: Block) -> None:
    """Convolutions and the like."""
    c = block.choices
    image = c.pick(block.names.images)
    others = ["batch_normalization", "conv2d_transpose", "max_pooling2d", "separable_conv2d"]
    kind = c.pick(["conv2d", "conv2d", "conv2d", *others])
    c.use(f"tf.layers.{kind}")
    if kind == "batch_normalization":
        block.add(f"{image} = tf.layers.batch_normalization({image}{layer_arguments(block)})")
    elif kind == "max_pooling2d":
        name = f", name={c.string(block.names, LAYERS)}" if c.chance(0.4) else ""
        block.add(f"{image} = tf.layers.max_pooling2d({image}, 2, 1, padding='same'{name})")
    else:
        size = c.pick(["3", "[3, 3]", "(3, 3)"])
        block.add(f"{image} = tf.layers.{kind}({image}, 3, {size}, padding='same'{layer_arguments(block)})")


def contrib_layer(block: Block) -> None:
    """Layers of ``tf.contrib.layers`` and slim."""
    c = block.choices
    space = c.pick(["slim", "tf.contrib.layers"])
    more = layer_arguments(block, "scope")
    if c.chance(0.2):
        c.use("normalizer_fn")
        more += f", normalizer_fn={space}.batch_norm"
    if block.names.images and c.chance(0.5):
        image = c.pick(block.names.images)
        kind = c.pick(["conv2d", "conv2d", "batch_norm", "max_pool2d"])
        c.use(f"contrib.{kind}")
        if kind == "conv2d":
            block.add(f"{image} = {space}.conv2d({image}, 3, [3, 3]{more})")
        elif kind == "batch_norm":
            block.add(f"{image} = {space}.batch_norm({image}{layer_arguments(block, 'scope')})")
        else:
            block.add(f"{image} = {space}.max_pool2d({image}, 2, stride=1, padding='SAME')")
        return
    kind = c.pick(["fully_connected", "fully_connected", "batch_norm", "layer_norm"])
    c.use(f"contrib.{kind}")
    row = block.row()
    if kind == "fully_connected":
        block.add(f"{block.target()} = {space}.fully_connected({row}, 3{more})")
    else:
        block.add(f"{block.target()} = {space}.{kind}({row}{layer_arguments(block, 'scope')})")


def arg_scope(block: Block) -> None:
    c = block.choices
    c.use("arg_scope")
    two = "[slim.conv2d, slim.fully_connected]"
    functions = c.pick(["[slim.conv2d]", two, "[slim.batch_norm]", "[slim.fully_connected]"])
    reuse = f"reuse={c.reuse(block.names)}"
    setting = c.pick(["activation_fn=None", "normalizer_fn=slim.batch_norm", "trainable=False", reuse])
    if "batch_norm]" in functions:
        setting = c.pick(["scale=True", "center=False", "is_training=False", "trainable=False"])
    decorated = [f.name for f in block.names.functions if f.decorated]
    if decorated and c.chance(0.6):
        c.use("add_arg_scope")
        functions, setting = f"[{c.pick(decorated)}]", f"reuse={c.reuse(block.names)}"
    block.add(f"with slim.arg_scope({functions}, {setting}):")
    block.nested()


def layer_object(block: Block) -> None:
    """A layer object, called at once or later."""
    c = block.choices
    c.use("layer object")
    name = c.fresh("layer")
    given = f", name={c.string(block.names, LAYERS)}" if c.chance(0.5) else ""
    block.add(f"{name} = tf.layers.Dense(3{given})")
    block.names.layers.append((name, "row"))
    for _ in range(c.random.randint(0, 2)):
        block.add(f"{block.target()} = {name}({block.row()})")


def call_layer_object(block: Block) -> None:
    name, _ = block.choices.pick(block.names.layers)
    block.choices.use("layer object again")
    block.add(f"{block.target()} = {name}({block.row()})")


# -- control ------------------------------------------------------------------------------------------------


def branch(block: Block) -> None:
    c = block.choices
    c.use("branch")
    block.add(f"if {c.flag(block.names)}:")
    block.nested(size=2)
    if c.chance(0.4):
        block.add("else:")
        block.nested(size=2)


def loop(block: Block) -> None:
    """A loop over something known."""
    c = block.choices
    inner = block.names.inner()
    index, item = c.fresh("i"), c.fresh("item")
    kind = c.pick(["range", "range", "list", "enumerate", "zip", "while"])
    if (block.names.counts or block.names.lists) and c.chance(0.7):
        unknown_loop(block)
        return
    c.use(f"loop {kind}")
    values = [c.literal(SCOPES) for _ in range(c.random.randint(1, 3))]
    if kind == "range":
        start = c.pick(["", "", "1, "])
        block.add(f"for {index} in range({start}{c.random.randint(1, 3)}):")
        inner.numbers.append(index)
    elif kind == "list":
        block.add(f"for {item} in {values}:")
        inner.strings.append(item)
    elif kind == "enumerate":
        block.add(f"for {index}, {item} in enumerate({values}):")
        inner.numbers.append(index)
        inner.strings.append(item)
    elif kind == "zip":
        block.add(f"for {index}, {item} in zip(range({len(values)}), {values}):")
        inner.numbers.append(index)
        inner.strings.append(item)
    else:
        block.add(f"{index} = 0")
        block.add(f"while {index} < {c.random.randint(1, 3)}:")
        inner.numbers.append(index)
    body = block.nested(inner, size=2)
    if kind == "while":
        block.add(f"    {index} += 1")
    elif c.chance(0.1):
        c.use("break or continue")
        block.add(f"    if {c.flag(body.names)}: {c.pick(['break', 'continue'])}")


def unknown_loop(block: Block) -> None:
    """A loop over a parameter."""
    c = block.choices
    inner = block.names.inner()
    index, item = c.fresh("i"), c.fresh("item")
    inner.counts, inner.lists = [], []
    if block.names.lists and (not block.names.counts or c.chance(0.5)):
        c.use("loop over a parameter")
        values = c.pick(block.names.lists)
        if c.chance(0.5):
            block.add(f"for {item} in {values}:")
        else:
            block.add(f"for {index}, {item} in enumerate({values}):")
            inner.numbers.append(index)
        inner.strings.append(item)
    else:
        c.use("range of a parameter")
        block.add(f"for {index} in range({c.pick(block.names.counts)}):")
        inner.numbers.append(index)
    block.nested(inner, size=2)


def attempt(block: Block) -> None:
    """``try`` with a handler that often looks at the state."""
    c = block.choices
    c.use("try")
    block.add("try:")
    block.nested(size=2)
    block.add(f"except {c.pick(['ValueError', 'ValueError', 'Exception', 'KeyError'])}:")
    if block.notes:
        block.add("    notes.append(tf.get_variable_scope().name)")
        block.add("    notes.append(tf.get_variable_scope().reuse)")
    if c.chance(0.5):
        block.nested(size=2)
    elif not block.notes:
        block.add("    pass")


def bind_value(block: Block) -> None:
    """A string, number, flag or reuse mode in a variable."""
    c, names = block.choices, block.names
    kind = c.pick(["string", "number", "flag", "reuse", "scope"])
    name = c.fresh(kind)
    if kind == "string":
        text = c.string(names, SCOPES)
        if names.scopes and c.chance(0.2):
            c.use("scope.name")
            text = f"{c.pick(names.scopes)}.name + '/x'"
        block.add(f"{name} = {text}")
        names.strings.append(name)
    elif kind == "number":
        block.add(f"{name} = {c.number(names)}")
        names.numbers.append(name)
    elif kind == "flag":
        block.add(f"{name} = {c.flag(names)}")
        names.flags.append(name)
    elif kind == "reuse":
        value = c.reuse(names)
        if c.chance(0.2):
            value = f"tf.AUTO_REUSE if {c.flag(names)} else {value}"
        block.add(f"{name} = {value}")
        names.reuses.append(name)
    else:
        block.add(f"{name} = tf.get_variable_scope()")
        names.scopes.append(name)


def call(block: Block) -> None:
    from tests.random_programs.definitions import write_call

    write_call(block, block.choices.pick(block.names.functions))


def comprehension(block: Block) -> None:
    from tests.random_programs.definitions import call_text

    c = block.choices
    functions = [f for f in block.names.functions if f.kind == "row"]
    function: Function = c.pick(functions)
    c.use("comprehension")
    index, found = c.fresh("i"), c.fresh("rows")
    names = block.names.inner()
    names.numbers.append(index)
    inner = Block(c, names, block.depth, block.indent, block.notes)
    text = call_text(inner, function, block.row())
    condition = c.pick(["", "", f" if {index}"])
    block.add(f"{found} = [{text} for {index} in range({c.random.randint(1, 3)}){condition}]")
    block.add(f"{block.target()} = {found}[-1] if {found} else {block.row()}")


def make_template(block: Block) -> None:
    from tests.random_programs.definitions import template

    template(block)


def make_object(block: Block) -> None:
    from tests.random_programs.definitions import instantiate

    instantiate(block)


def call_object(block: Block) -> None:
    from tests.random_programs.definitions import use_object

    use_object(block)


def define(block: Block) -> None:
    from tests.random_programs.definitions import closure

    closure(block)


def partial(block: Block) -> None:
    from tests.random_programs.definitions import partial_call

    partial_call(block)


def form(name: str) -> Writer:
    """A statement of ``idioms``."""

    def write(block: Block) -> None:
        from tests.random_programs import idioms

        getattr(idioms, name)(block)

    return write


def always(names: Names) -> bool:
    return True


def rows(names: Names) -> bool:
    return bool(names.rows)


def row_functions(names: Names) -> bool:
    return bool(names.rows and any(f.kind == "row" for f in names.functions))


Fits = Callable[[Names], bool]
STATEMENTS: list[tuple[float, Writer, bool, Fits]] = [
    (7, open_scope, True, always),
    (1.6, twins, True, always),
    (1.2, name_scope, True, always),
    (1.2, reuse_variables, False, always),
    (2, note, False, always),
    (4, get_variable, False, always),
    (0.8, variable, False, always),
    (4, dense, False, rows),
    (1.2, row_layer, False, rows),
    (2.5, image_layer, False, lambda names: bool(names.images)),
    (2, contrib_layer, False, rows),
    (1.2, arg_scope, True, rows),
    (0.8, layer_object, False, rows),
    (0.8, call_layer_object, False, lambda names: bool(names.layers and names.rows)),
    (1.6, branch, True, always),
    (2, loop, True, always),
    (0.8, attempt, True, always),
    (1.6, bind_value, False, always),
    (4, call, False, lambda names: bool(names.functions and names.rows)),
    (0.8, comprehension, False, row_functions),
    (0.9, make_template, False, row_functions),
    (0.9, make_object, False, lambda names: bool(names.classes)),
    (1.5, call_object, False, lambda names: bool(names.objects and names.rows)),
    (0.5, form("repeat"), False, rows),
    (0.4, form("conditional"), False, rows),
    (0.4, form("named_operation"), False, rows),
    (0.25, form("drift"), False, rows),
    (0.5, form("scope_list"), True, rows),
    (0.6, define, True, rows),
    (0.6, partial, False, lambda names: bool(names.rows and any(f.parameters for f in names.functions))),
]
