"""Statements of random models: layers, variables, scopes, loops, branches, lists, nested functions."""

from __future__ import annotations

from tests.random_programs.model_body import INITIALIZERS, REGULARIZERS, Body, Statement, call_layer
from tests.random_programs.model_types import Area, Kind

DENSE = ["fc", "out", "hidden", "proj", "fc1"]
CONV = ["conv", "conv1", "features", "c1"]
NORM = ["bn", "norm", "bn1"]
WEIGHT = ["w", "kernel", "table", "v"]
BIAS = ["b", "bias"]
SCOPE = ["block", "inner", "stage", "sub", "tower"]


def layer(body: Body) -> None:
    """A layer of ``tf.layers``, slim or contrib."""
    found = body.pick()
    if found is None:
        return
    name, kind = found
    (dense if kind.rank == "row" else conv)(body, name, kind)


def dense(body: Body, name: str, kind: Kind) -> None:
    """A fully connected layer."""
    c = body.c
    width, made = body.width(name, kind)
    result = Kind("row", made)
    form = c.pick(["tf.layers", "tf.layers", "slim", "contrib"])
    c.use(f"{form} dense")
    if form == "tf.layers":
        options = body.option(0.5, f"activation={body.activation()}")
        options += body.option(0.2, "use_bias=False")
        options += body.option(0.2, f"kernel_initializer={c.pick(INITIALIZERS)}")
        options += body.option(0.15, f"kernel_regularizer={c.pick(REGULARIZERS)}")
        text = f"tf.layers.dense({name}, {width}{options}{body.named('name', DENSE)})"
    else:
        called = "slim.fully_connected" if form == "slim" else "tf.contrib.layers.fully_connected"
        given = f"num_outputs={width}" if c.chance(0.2) else width
        text = f"{called}({name}, {given}{slim_options(body)}{body.named('scope', DENSE)})"
    body.add(f"{body.target(name, kind, result)} = {text}")


def slim_options(body: Body) -> str:
    """Further arguments of a layer of slim."""
    c = body.c
    options = body.option(0.5, f"activation_fn={body.activation()}")
    if c.chance(0.25):
        c.use("normalizer_fn")
        options += f", normalizer_fn={c.pick(['slim.batch_norm', 'tf.contrib.layers.batch_norm'])}"
        if c.chance(0.7):
            given = c.pick(
                [f"{{'is_training': {body.training()}}}", f"dict(is_training={body.training()}, decay=0.9)"]
            )
            options += f", normalizer_params={given}"
    options += body.option(0.15, f"weights_initializer={c.pick(INITIALIZERS)}")
    options += body.option(0.15, f"weights_regularizer={c.pick(REGULARIZERS)}")
    return options + body.option(0.1, "biases_initializer=None")


def conv(body: Body, name: str, kind: Kind) -> None:
    """A convolution, sometimes with stride 2."""
    c = body.c
    width, made = body.width(name, kind)
    stride = 2 if not body.keep and kind.halved < 2 and c.chance(0.3) else 1
    form = c.pick(["tf.layers", "tf.layers", "slim", "transpose"])
    if form == "transpose" and (body.keep or not kind.halved):
        form = "tf.layers"
    result = Kind("image", made, kind.halved + (stride == 2))
    c.use(f"{form} conv")
    if form == "slim":
        strides = body.option(0.3, "stride=1") if stride == 1 else ", stride=2"
        size = c.pick(["3", "[3, 3]", "[1, 1]"])
        text = f"slim.conv2d({name}, {width}, {size}{strides}{slim_options(body)}{body.named('scope', CONV)})"
    else:
        kernel = c.pick(["3", "[3, 3]", "kernel_size=3", "(1, 1)"])
        strides = body.option(0.3, "strides=(1, 1)") if stride == 1 else ", strides=2"
        called = "conv2d"
        if form == "transpose":
            called, strides = "conv2d_transpose", ", strides=2"
            result = Kind("image", made, kind.halved - 1)
        options = body.option(0.4, f"activation={body.activation()}")
        options += body.option(0.2, f"kernel_initializer={c.pick(INITIALIZERS)}")
        padding = ", padding=" + c.pick(["'same'", "'SAME'"])
        options = f"{strides}{padding}{options}{body.named('name', CONV)}"
        text = f"tf.layers.{called}({name}, {width}, {kernel}{options})"
    body.add(f"{body.target(name, kind, result)} = {text}")


def norm(body: Body) -> None:
    """A normalization."""
    found = body.pick()
    if found is None:
        return
    (name, kind), c = found, body.c
    form = c.pick(["tf.layers", "tf.layers", "slim", "layer_norm"])
    c.use(f"{form} normalization")
    if form == "tf.layers":
        options = body.option(0.3, "momentum=0.9") + body.option(0.3, "epsilon=1e-5")
        training = f", training={body.training()}" if c.chance(0.9) else ""
        text = f"tf.layers.batch_normalization({name}{options}{training}{body.named('name', NORM)})"
    elif form == "slim":
        options = body.option(0.3, "decay=0.9") + body.option(0.3, "scale=True")
        options += body.option(0.2, "activation_fn=tf.nn.relu") + body.option(
            0.8, f"is_training={body.training()}"
        )
        text = f"slim.batch_norm({name}{options}{body.named('scope', NORM)})"
    else:
        text = f"tf.contrib.layers.layer_norm({name}{body.named('scope', NORM)})"
    body.add(f"{body.target(name, kind, kind)} = {text}")


def dropout(body: Body) -> None:
    """Dropout of either library."""
    found = body.pick()
    if found is None:
        return
    (name, kind), c = found, body.c
    c.use("dropout")
    forms = ["tf.layers.dropout({}, 0.3, training={})", "tf.layers.dropout({}, rate=0.4, training={})"]
    forms += ["slim.dropout({}, 0.7, is_training={})"]
    body.add(f"{body.target(name, kind, kind)} = {c.pick(forms).format(name, body.training())}")


def operation(body: Body) -> None:
    """An operation without variables."""
    found = body.pick()
    if found is None:
        return
    (name, kind), c = found, body.c
    same = [n for n, k in body.reach.tensors.items() if k == kind and n != name]
    forms = ["tf.nn.relu({})", "tf.tanh({})", "tf.nn.leaky_relu({})", "2.0 * {}"]
    text = c.pick(forms).format(name)
    if same and c.chance(0.6):
        c.use("sum")
        text = c.pick(["{} + {}", "tf.add({}, {})", "{} * {}"]).format(name, c.pick(same))
    body.add(f"{body.target(name, kind, kind)} = {text}")


def flatten(body: Body) -> None:
    """An image becomes a row, or smaller."""
    found = body.pick("image")
    if found is None or body.keep:
        return
    (name, kind), c = found, body.c
    c.use("flatten or pool")
    if kind.halved < 2 and c.chance(0.4):
        forms = [
            "tf.layers.max_pooling2d({}, 2, 2)",
            "slim.max_pool2d({}, [2, 2])",
            "tf.layers.average_pooling2d({}, 2, 2)",
        ]
        smaller = Kind("image", kind.width, kind.halved + 1)
        body.add(f"{body.target(name, kind, smaller)} = {c.pick(forms).format(name)}")
        return
    if c.chance(0.5):
        text, made = f"tf.reduce_mean({name}, [1, 2])", Kind("row", kind.width)
    else:
        form = c.pick(["tf.layers.flatten({})", "slim.flatten({})", "tf.contrib.layers.flatten({})"])
        text, made = form.format(name), Kind("row", f"?{c.fresh('flat')}")
    body.add(f"{body.target(name, kind, made)} = {text}")


# -- variables --------------------------------------------------------------------------------------------


def weights(body: Body) -> None:
    """``tf.get_variable`` and what computes with it."""
    found = body.pick("row" if body.c.chance(0.7) else "image")
    if found is None:
        return
    (name, kind), c = found, body.c
    c.use("get_variable")
    width, made = body.width(name, kind)
    weight, before = c.fresh("w"), body.width_of(name, kind)
    options = body.option(0.6, f"initializer={c.pick(INITIALIZERS)}")
    options += body.option(0.15, f"regularizer={c.pick(REGULARIZERS)}")
    lead = "" if kind.rank == "row" else "3, 3, "
    variable = body.name(WEIGHT)
    shape = f"[{lead}{before}, {width}]"
    body.add(f"{weight} = tf.get_variable({variable}, {c.pick(['', 'shape='])}{shape}{options})")
    if kind.rank == "row":
        text = f"tf.matmul({name}, {weight})"
    else:
        text = f"tf.nn.conv2d({name}, {weight}, strides=[1, 1, 1, 1], padding='SAME')"
    target = body.target(name, kind, Kind(kind.rank, made, kind.halved))
    body.add(f"{target} = {text}")
    if c.chance(0.5):
        bias = c.fresh("b")
        given = c.pick(["tf.zeros_initializer()", "tf.constant_initializer(0.1)"])
        body.add(f"{bias} = tf.get_variable({body.name(BIAS)}, [{width}], initializer={given})")
        body.add(f"{target} = {c.pick(['{} + {}', 'tf.nn.bias_add({}, {})']).format(target, bias)}")
    elif c.chance(0.2) and kind.rank == "row":
        c.use("weight tying")
        tied = Kind("row", kind.width)
        if not body.keep:
            body.add(f"{body.target(target, tied, tied)} = tf.matmul({target}, {weight}, transpose_b=True)")


# -- scopes ------------------------------------------------------------------------------------------------


def scope(body: Body) -> None:
    """A scope by name, by default name, or opened again as an object."""
    c = body.c
    form = c.pick(["name", "name", "default", "object"])
    c.use(f"scope by {form}")
    if form == "default":
        body.add(f"with tf.variable_scope(None, '{c.pick(SCOPE)}'):")
        body.block(3, Area(unnamed=body.area.unnamed), keep=body.keep)
        return
    opened, area = body.name(SCOPE), Area(unnamed=body.area.unnamed)
    if form == "name":
        body.add(f"with tf.variable_scope({opened}):")
        inner = body.block(3, area)
        adopt(body, inner)
        return
    held = c.fresh("scope")
    area.unnamed = False
    body.add(f"with tf.variable_scope({opened}) as {held}:")
    adopt(body, body.block(2, area))
    if c.chance(0.6):
        operation(body)
        body.add(f"with tf.variable_scope({held}):")
        adopt(body, body.block(2, area))


def adopt(body: Body, inner: Body) -> None:
    """What a block that always runs has bound is in reach after it."""
    body.reach.tensors.update(inner.reach.tensors)


def twice(body: Body) -> None:
    """A named layer applied again to another tensor: by ``reuse_variables``, ``reuse=True`` or AUTO_REUSE."""
    c = body.c
    pairs = [
        (n, m, k)
        for n, k in body.reach.tensors.items()
        for m, o in body.reach.tensors.items()
        if n < m and k == o
    ]
    if not pairs or body.keep:
        return
    one, two, kind = c.pick(pairs)
    if kind.rank != "row":
        return
    form = c.pick(["reuse_variables", "reuse=True", "auto", "get_variable_scope"])
    c.use(f"applied twice: {form}")
    opened, width = body.name(SCOPE), c.pick(["3", *body.reach.widths])
    text = c.pick(["tf.layers.dense({}, {}, name='shared')", "slim.fully_connected({}, {}, scope='shared')"])
    first, second = c.fresh("t"), c.fresh("t")
    lines = [f"    {first} = {text.format(one, width)}", f"    {second} = {text.format(two, width)}"]
    if form == "reuse_variables":
        held = c.fresh("scope")
        head, between = [f"with tf.variable_scope({opened}) as {held}:"], [f"    {held}.reuse_variables()"]
    elif form == "get_variable_scope":
        head, between = (
            [f"with tf.variable_scope({opened}):"],
            ["    tf.get_variable_scope().reuse_variables()"],
        )
    elif form == "auto":
        head, between = [f"with tf.variable_scope({opened}, reuse=tf.AUTO_REUSE):"], []
    else:
        head = [f"with tf.variable_scope({opened}):"]
        between = [f"with tf.variable_scope({opened}, reuse=True):"]
    for line in [*head, lines[0], *between, lines[1]]:
        body.add(line)
    body.reach.tensors[first] = body.reach.tensors[second] = Kind("row", width)


def arg_scope(body: Body) -> None:
    """``slim.arg_scope`` around layers."""
    c = body.c
    c.use("arg_scope")
    lists = ["[slim.fully_connected]", "[slim.conv2d, slim.fully_connected]", "[slim.batch_norm]"]
    chosen = c.pick(lists)
    if "batch_norm" in chosen:
        given = f"is_training={body.training()}" + body.option(0.4, "decay=0.95")
    else:
        given = f"activation_fn={body.activation()}"
        given += body.option(
            0.4, f"normalizer_fn=slim.batch_norm, normalizer_params={{'is_training': {body.training()}}}"
        )
        given += body.option(0.3, f"weights_regularizer={c.pick(REGULARIZERS)}")
        given += body.option(0.3, f"weights_initializer={c.pick(INITIALIZERS)}")
    body.add(f"with slim.arg_scope({chosen}, {given}):")
    adopt(body, body.block(3))


# -- control flow -------------------------------------------------------------------------------------------


def loop(body: Body) -> None:
    """A loop with a bound that is a literal or a parameter, over numbers or a list of widths."""
    c = body.c
    index = "ijk"[len(body.indices)] if len(body.indices) < 3 else c.fresh("i")
    counts = ["2", "3", *body.reach.counts * 2]
    form = c.pick(["range", "range", "enumerate"])
    c.use(f"loop by {form}")
    found = body.pick("row")
    if form == "range" or found is None or body.keep:
        body.add(f"for {index} in range({c.pick(counts)}):")
        body.block(2, keep=True, indices=[*body.indices, index])
        return
    name = found[0]
    width = c.fresh("width")
    sizes = c.pick([["4", "6"], ["3", "5", "4"]])
    body.add(f"for {index}, {width} in enumerate([{', '.join(sizes)}]):")
    inner = Body(c, body.reach.inner(), body.area, body.indent + "    ", body.depth + 1)
    inner.indices = [*body.indices, index]
    text = c.pick(["tf.layers.dense({}, {}, name={})", "slim.fully_connected({}, {}, scope={})"])
    inner.add(f"{name} = {text.format(name, width, inner.name(DENSE))}")
    body.lines += inner.lines
    body.reach.tensors[name] = Kind("row", sizes[-1])


def branch(body: Body) -> None:
    """A branch on a flag that is known when the model is built."""
    c = body.c
    flags = body.reach.flags
    if body.indices and c.chance(0.4):
        test = c.pick([f"{body.indices[-1]} == 0", f"{body.indices[-1]} > 0"])
    elif flags:
        test = c.pick(flags)
    elif body.reach.counts:
        test = f"{c.pick(body.reach.counts)} > 1"
    else:
        return
    c.use("branch")
    body.add(f"if {c.pick(['', '', 'not ']) if '=' not in test and '>' not in test else ''}{test}:")
    own = Area(set(body.area.taken), [], body.area.unnamed)
    body.block(2, own, keep=True)
    body.area.taken |= own.taken
    if c.chance(0.4):
        body.add("else:")
        other = Area(set(body.area.taken), [], body.area.unnamed)
        body.block(2, other, keep=True)
        body.area.taken |= other.taken


def collected(body: Body) -> None:
    """Outputs of several layers in a list or dictionary, put together afterwards."""
    found = body.pick("row")
    if found is None or body.keep:
        return
    (name, kind), c = found, body.c
    form = c.pick(["list", "comprehension", "dict"])
    c.use(f"outputs in a {form}")
    outs, width = c.fresh("outs"), c.pick(["2", "3", *body.reach.widths])
    inner = Body(c, body.reach.inner(), body.area, body.indent + "    ", body.depth + 1)
    index = "ijk"[len(body.indices)] if len(body.indices) < 3 else c.fresh("i")
    inner.indices = [*body.indices, index]
    named = inner.name(["head", "gate", "branch"])
    text = c.pick(
        [
            f"tf.layers.dense({name}, {width}, name={named})",
            f"slim.fully_connected({name}, {width}, scope={named})",
        ]
    )
    count = c.pick(["2", "3", *body.reach.counts])
    if form == "comprehension":
        body.add(f"{outs} = [{text} for {index} in range({count})]")
    else:
        body.add(f"{outs} = {'[]' if form == 'list' else '{}'}")
        body.add(f"for {index} in range({count}):")
        body.add(f"    {outs}.append({text})" if form == "list" else f"    {outs}[{named}] = {text}")
    values = f"list({outs}.values())" if form == "dict" else outs
    target = body.target(name, kind, Kind("row", width))
    together = c.pick(["tf.add_n({})", "tf.add_n({})", "tf.reduce_mean(tf.stack({}), 0)"])
    body.add(f"{target} = {together.format(values)}")


STATEMENTS: list[tuple[int, Statement, bool]] = [
    (10, layer, False),
    (4, norm, False),
    (2, dropout, False),
    (3, operation, False),
    (3, flatten, False),
    (5, weights, False),
    (5, scope, True),
    (3, twice, False),
    (2, arg_scope, True),
    (4, loop, True),
    (3, branch, True),
    (2, collected, False),
    (9, call_layer, False),
]
