"""Longer forms of random programs.

Generators of scopes, decorators, recursion, inheritance, forwarded arguments and tables of functions.
"""

from __future__ import annotations

from tests.random_programs.environment import LAYERS, SCOPES, Choices, Function, Names
from tests.random_programs.statements import Block


def body_of(choices: Choices, names: Names, indent: str, size: int = 2) -> list[str]:
    """A few statements on ``x``."""
    body = Block(choices, names.inner(), 3, indent, False)
    body.fill(size)
    return body.lines or [indent + "pass"]


def tensor_names(outer: Names, *strings: str) -> Names:
    """Names of a function that is given ``x`` and some strings."""
    names = outer.inner()
    names.rows, names.images, names.strings = ["x"], [], [*names.strings, *strings]
    return names


def scope_generator(choices: Choices, outer: Names, name: str) -> tuple[list[str], Function]:
    """A ``contextmanager`` function around a scope, and a function that uses it."""
    choices.use("contextmanager")
    before = "tf.get_variable('before', [1])" if choices.chance(0.3) else "pass"
    guard = choices.pick(["", "", "try"])
    pad = "    " if guard else ""
    lines = ["@contextlib.contextmanager", f"def {name}_scope(name, reuse=tf.AUTO_REUSE):"]
    lines += ["    try:"] if guard else []
    lines += [
        f"    {pad}with tf.variable_scope({choices.pick(['name', 'name', 'None, name'])}"
        f"{', reuse=reuse' if choices.chance(0.1) else ''}) as scope:",
        f"        {pad}{before}",
        f"        {pad}yield scope",
    ]
    if guard:
        lines += [
            "    finally:",
            f"        tf.get_variable({choices.pick(['name', repr('after')])} + '_f{name}', [1])",
        ]
    names = tensor_names(outer, "name")
    names.scopes.append("scope")
    lines += [f"def {name}(x, name='gen'):", f"    with {name}_scope(name) as scope:"]
    lines += [*body_of(choices, names, "        "), "    return x"]
    return lines, Function(name, "row", ("name",))


def decorator(choices: Choices, outer: Names, name: str) -> tuple[list[str], Function]:
    """A decorator that opens a scope around the function it is given."""
    choices.use("decorator")
    reuse = choices.pick(["tf.AUTO_REUSE", "tf.AUTO_REUSE", "None"])
    lines = [
        f"def in_{name}(scope):",
        "    def outer(function):",
        "        @functools.wraps(function)",
        "        def inner(*args, **kwargs):",
        f"            with tf.variable_scope(scope or function.__name__, reuse={reuse}):",
        "                return function(*args, **kwargs)",
        "        return inner",
        "    return outer",
        f"@in_{name}({choices.pick(['None', repr(choices.literal(SCOPES))])})",
        f"def {name}(x, name='dec'):",
    ]
    return [*lines, *body_of(choices, tensor_names(outer, "name"), "    "), "    return x"], Function(
        name, "row", ("name",)
    )


def recursive(choices: Choices, outer: Names, name: str) -> tuple[list[str], Function]:
    """A function that calls itself a known number of times."""
    choices.use("recursion")
    names = tensor_names(outer)
    names.numbers.append("n")
    style = choices.pick(["'level_%d' % n", "'level' + str(n)", "None, 'level'", "'same'"])
    order = choices.pick(["inside", "after"])
    lines = [
        f"def {name}(x, n):",
        "    if n <= 0:",
        "        return x",
        f"    with tf.variable_scope({style}):",
    ]
    lines += body_of(choices, names, "        ")
    lines += [f"    {'    ' if order == 'inside' else ''}x = {name}(x, n - 1)", "    return x"]
    return lines, Function(name, "row", ("n",))


def forwarding(choices: Choices, outer: Names, name: str) -> tuple[list[str], Function]:
    """A wrapper with ``*args`` and ``**kwargs``."""
    choices.use("args and kwargs")
    layer = choices.pick(["tf.layers.dense", "slim.fully_connected"])
    key = "name" if layer.startswith("tf") else "scope"
    lines = [
        f"def {name}_any(x, function, *args, **kwargs):",
        f"    kwargs.setdefault('{key}', {choices.literal(LAYERS)!r})",
        "    kwargs['reuse'] = tf.AUTO_REUSE" if choices.chance(0.6) else "    kwargs.pop('unused', None)",
        "    return function(x, *args, **kwargs)",
        f"def {name}(x, name='fwd'):",
        f"    x = {name}_any(x, {layer}, 3{choices.pick(['', f', {key}=name'])})",
        f"    x = {name}_any(x, {layer}, 3, {key}=name + '_2')",
        "    return x",
    ]
    return lines, Function(name, "row", ("name",))


def table(choices: Choices, outer: Names, name: str) -> tuple[list[str], Function]:
    """Functions in a dictionary, lambdas among them."""
    choices.use("table of functions")
    first, second = choices.literal(LAYERS), choices.literal(LAYERS)
    keys = choices.pick([f"sorted({name}_table)", "['two', 'one']"])
    lines = [
        f"{name}_table = {{'one': lambda x, n: tf.layers.dense(x, 3, name='{first}' + n),",
        f"    'two': lambda x, n: tf.layers.dense(x, 3, name='{second}' + n, reuse=tf.AUTO_REUSE)}}",
        f"def {name}(x, name='tab'):",
        f"    for key in {keys}:",
        f"        x = {name}_table[key](x, name)",
        "    return x",
    ]
    return lines, Function(name, "row", ("name",))


FORMS = [scope_generator, decorator, recursive, forwarding, table]


def family(choices: Choices, outer: Names, name: str) -> tuple[list[str], str, str]:
    """A base class and a derived one; the derived class's name and its method."""
    choices.use("inheritance")
    names = tensor_names(outer, "self.name")
    reuse = choices.pick(["tf.AUTO_REUSE", "self.calls > 0", "None"])
    names.numbers.append("self.calls")
    lines = [
        f"class {name}Base(object):",
        "    total = 0",
        "    def __init__(self, name):",
        f"        {name}Base.total += 1",
        "        self.name, self.calls = self.prefix() + name, 0",
        f"        self.number = {name}Base.total",
        "    def prefix(self):",
        "        return 'base_'",
        "    @property",
        "    def scope(self):",
        f"        return {choices.pick(['self.name', repr('s%d') + ' % self.number'])}",
        "    @staticmethod",
        "    def last(x, name):",
        "        return tf.layers.dense(x, 3, name=name)",
        "    def build(self, x):",
        f"        with tf.variable_scope(self.scope, reuse={reuse}):",
        "            x = self.body(x)",
        "        self.calls += 1",
        "        return x",
        "    def body(self, x):",
        *body_of(choices, names, "        "),
        "        return self.last(x, 'last')",
        f"class {name}({name}Base):",
        "    def prefix(self):",
        "        return 'child_'",
    ]
    if choices.chance(0.6):
        lines += [
            "    def body(self, x):",
            f"        x = super({name}, self).body(x)",
            *body_of(choices, names, "        "),
            "        return x",
        ]
    if choices.chance(0.5):
        lines += ["    @classmethod", "    def make(cls, name):", "        return cls(name)"]
        return lines, f"{name}.make", "build"
    return lines, name, "build"


# -- statements -------------------------------------------------------------------------------------------


def repeat(block: Block) -> None:
    """``slim.repeat`` or ``slim.stack``."""
    c = block.choices
    form = c.pick(["repeat", "stack"])
    c.use(f"slim.{form}")
    scope = f", scope={c.string(block.names, LAYERS)}" if c.chance(0.6) else ""
    row = block.row()
    if form == "repeat":
        block.add(f"{row} = slim.repeat({row}, {c.random.randint(1, 2)}, slim.fully_connected, 3{scope})")
    else:
        block.add(f"{row} = slim.stack({row}, slim.fully_connected, [3, 3]{scope})")


def conditional(block: Block) -> None:
    """``tf.cond``: TF1 builds both branches."""
    c = block.choices
    c.use("tf.cond")
    row = block.row()
    first, second = (
        f"lambda: tf.layers.dense({row}, 3, name={c.string(block.names, LAYERS)})" for _ in range(2)
    )
    other = c.pick([second, f"lambda: {row}"])
    block.add(f"{row} = tf.cond(tf.constant(True), {first}, {other})")


def named_operation(block: Block) -> None:
    """An operation with a name, which a variable may then want."""
    c = block.choices
    c.use("operation name")
    row = block.row()
    block.add(
        f"{row} = tf.{c.pick(['identity', 'identity', 'nn.relu', 'tanh'])}"
        f"({row}, name={c.string(block.names, ['w', 'a', 'enc', 'v'])})"
    )


def drift(block: Block) -> None:
    """A layer of another size: where it shares, TF1 raises."""
    c = block.choices
    c.use("other size")
    block.add(f"{c.fresh('wide')} = tf.layers.dense({block.row()}, 4, name={c.string(block.names, LAYERS)})")


def scope_list(block: Block) -> None:
    """Scopes kept in a list and entered again."""
    c = block.choices
    c.use("list of scopes")
    kept, scope, index = c.fresh("kept"), c.fresh("scope"), c.fresh("i")
    block.add(f"{kept} = []")
    block.add(f"for {index} in range(2):")
    block.add(f"    with tf.variable_scope({c.pick(['None, ', ''])}'l%d' % {index}) as {scope}:")
    body = Block(c, block.names.inner(), block.depth + 2, block.indent + "        ", False)
    body.fill(2)
    block.lines += body.lines or [body.indent + "pass"]
    block.add(f"    {kept}.append({scope})")
    block.add(f"for {scope} in {kept}{c.pick(['', '[::-1]', '[1:]'])}:")
    block.add(
        f"    with tf.variable_scope({scope}, reuse={c.pick(['True', 'tf.AUTO_REUSE', 'tf.AUTO_REUSE'])}):"
    )
    if c.calm or c.chance(0.5):
        block.lines += body.lines or [body.indent + "pass"]
    else:
        other = Block(c, block.names.inner(), block.depth + 2, body.indent, False)
        other.fill(2)
        block.lines += other.lines or [body.indent + "pass"]
