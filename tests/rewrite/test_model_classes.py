"""Plain classes that make placeholders and hold layers, and what of them keeps its text."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import RewriteResult


def rewritten(code: str) -> tuple[str, RewriteResult]:
    """The text after a rewrite, and everything about it."""
    result = rewrite([SourceFile("m.py", "import tensorflow as tf\n\n\n" + dedent(code))])
    return next((change.after for change in result.changes), ""), result


def refusals(result: RewriteResult) -> dict[str, str]:
    """The refusal code of every function that stays."""
    return {o.function.partition(":")[2]: o.code for o in result.outcomes if o.kind == "refused"}


def test_code_that_stays_keeps_the_comment_on_its_last_line() -> None:
    text, result = rewritten("""\
        def average(ema):
            return lambda getter, name, *args, **kwargs: ema.average(getter(name, *args, **kwargs))


        def critic(state, ema):
            with tf.variable_scope("critic", custom_getter=average(ema)):
                return tf.layers.dense(state, 1)  # Q(s, a)


        def actor(state):
            return tf.layers.dense(state, 1)
        """)
    assert "critic" in refusals(result)
    assert "return tf.layers.dense(state, 1)  # Q(s, a)" in text


def test_a_replaced_statement_keeps_its_comment() -> None:
    text, _ = rewritten("""\
        def net(x):
            with tf.variable_scope("net"):
                return tf.layers.dense(x, 1, name="out")


        def train():
            x = tf.placeholder(tf.float32, [None, 4])
            loss = tf.reduce_mean(net(x))
            weights = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, "net")  # all that is trained
            return tf.train.AdamOptimizer().minimize(loss, var_list=weights)
        """)
    assert re.search(r"weights = .*trainable_variables.*  # all that is trained\n", text)


def test_a_constructor_makes_layers_with_its_own_parameters() -> None:
    text, result = rewritten("""\
        class Net(object):
            def __init__(self, units, depth, gate=True):
                self.x = tf.placeholder(tf.float32, [None, 4])
                wide = units * 2
                h = self.x
                for i in range(depth):
                    h = tf.layers.dense(h, wide, name="h%d" % i)
                last = units + 1
                if gate:
                    h = h * tf.layers.dense(h, wide, tf.sigmoid, name="gate")
                self.y = tf.layers.dense(h, last, name="y")
        """)
    assert not refusals(result)
    body = text[text.index("        self.x =") :]
    assert [line.strip() for line in body.splitlines()] == [
        "self.x = tf.compat.v1.placeholder(tf.float32, [None, 4])",
        "wide = units * 2",
        "h = self.x",
        'self.h = [tf.keras.layers.Dense(wide, name="h%d" % i) for i in range(depth)]',
        "last = units + 1",
        "if gate:",
        'self.gate = tf.keras.layers.Dense(wide, activation=tf.sigmoid, name="gate")',
        'self.y_layer = tf.keras.layers.Dense(last, name="y")',
        "for i in range(depth):",
        "h = self.h[i](h)",
        "if gate:",
        "h = h * self.gate(h)",
        "self.y = self.y_layer(h)",
    ]


def test_a_name_that_changes_between_the_layers_is_not_read_too_early() -> None:
    _, result = rewritten("""\
        class Net(object):
            def __init__(self, units):
                self.x = tf.placeholder(tf.float32, [None, 4])
                wide = units * 2
                h = tf.layers.dense(self.x, wide, name="h")
                wide += 1
                self.y = tf.layers.dense(h, wide, name="y")
                self.wide = wide
        """)
    assert refusals(result) == {"Net": "refused-no-form"}


def test_a_parameter_that_gets_another_value_is_none_of_the_constructors() -> None:
    _, result = rewritten("""\
        class Net(object):
            def __init__(self, units):
                self.x = tf.placeholder(tf.float32, [None, 4])
                h = tf.layers.dense(self.x, units, name="h")
                units = h.shape[-1].value * 3
                self.y = tf.layers.dense(h, units, name="y")
        """)
    assert refusals(result) == {"Net": "refused-no-owner"}


POLICY = """\
        class Policy(object):
            def __init__(self, size):
                self.x = tf.placeholder(tf.float32, [None, 4])
                w = tf.get_variable("w", [4, 3])
                self.y = tf.matmul(self.x, w){bad}


        class Agent(object):
            def __init__(self, size):
                with tf.variable_scope("global"):
                    self.network = Policy(size)
                with tf.variable_scope("local"):
                    self.local_network = Policy(size)


        def train(size):
            with tf.variable_scope("train"):
                trained = Policy(size)
            with tf.variable_scope("test"):
                tested = Policy(size)
            with tf.Session() as session:
                return session.run([trained.y, tested.y])
        """


def test_scopes_stay_around_classes_that_keep_variables_of_tf1() -> None:
    text, result = rewritten(POLICY.format(bad=""))
    assert not refusals(result)
    scopes = re.findall(r'with tf\.compat\.v1\.variable_scope\("(\w+)"\):\n +[\w.]+ = Policy\(size\)', text)
    assert scopes == ["global", "local", "train", "test"]


def test_scopes_stay_around_classes_that_are_refused() -> None:
    bad = "\n                self.z = tf.layers.dense(self.y, 4, name=str(np.random.rand()))"
    text, result = rewritten(POLICY.format(bad=bad))
    assert list(refusals(result)) == ["Policy"]
    scopes = re.findall(r'with tf\.compat\.v1\.variable_scope\("(\w+)"\):\n +[\w.]+ = Policy\(size\)', text)
    assert scopes == ["global", "local", "train", "test"]


LISTED = """\
        class Generator(object):
            def __init__(self, name):
                self.name = name
                self.reuse = False

            def __call__(self, x):
                with tf.variable_scope(self.name, reuse=self.reuse):
                    y = tf.layers.dense(x, 3, name="out")
                self.reuse = True
                self.variables = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope=self.name)
                return y


        class Cycle(object):
            def __init__(self):
                self.G = Generator("G")

            def loss(self, x):
                return tf.reduce_mean(self.G(x))

            def optimize(self, loss{parameter}):
                return tf.train.AdamOptimizer(0.1).minimize(loss, var_list={model}.variables)
        """


def test_a_list_that_every_layer_has_is_read_as_such_where_nothing_is_built() -> None:
    text, result = rewritten(LISTED.format(parameter="", model="self.G"))
    assert not refusals(result)
    assert "var_list=[v.value for v in self.G.trainable_variables]" in text


def test_a_list_that_an_unknown_object_is_asked_for_stays() -> None:
    _, result = rewritten(LISTED.format(parameter=", model", model="model"))
    assert refusals(result)["Generator"] == "refused-no-form"
    assert "variables" in next(o.reason for o in result.outcomes if o.function.endswith("Generator"))


def test_a_file_that_only_refused_code_needs_is_not_imported() -> None:
    text, result = rewritten("""\
        class Norm(object):
            def __init__(self, x):
                h = tf.layers.batch_normalization(x, training=True)
                self.losses = [tf.reduce_mean(h)]


        def train():
            x = tf.placeholder(tf.float32, [None, 3])
            norm = Norm(x)
            with tf.Session() as session:
                return session.run(norm.losses)


        def logits(x):
            return tf.layers.dense(x, 3)
        """)
    assert set(refusals(result)) == {"Norm", "train"}
    assert "class Logits" in text and "graph_batch_norm" not in text
    assert [change.path for change in result.changes] == ["m.py"]


def test_layers_are_made_above_the_comment_of_the_statement_that_uses_them() -> None:
    text, _ = rewritten("""\
        def net(x):
            with tf.variable_scope("net"):
                return tf.layers.dense(x, 1, name="out")


        def train():
            x = tf.placeholder(tf.float32, [None, 4])

            # first the scores
            y = net(x); z = y * 2  # both
            return tf.Session().run(z)
        """)
    assert "\n\n    net = Net()\n    # first the scores\n    y = net(x); z = y * 2  # both\n" in text


def test_every_changed_signature_is_in_the_report() -> None:
    _, result = rewritten("""\
        def net(x, units, reuse=None):
            with tf.variable_scope("net", reuse=reuse):
                return tf.layers.dense(x, units)


        class Model(object):
            def __init__(self, x, units):
                self.logits = tf.layers.dense(x, units)


        def scores(x, units):
            return net(x, units, reuse=True)


        def train(units):
            x = tf.placeholder(tf.float32, [None, 4])
            first, second = net(x, units), scores(x, units)
            return tf.Session().run([first, second, Model(x, units).logits])
        """)
    usage = {outcome.old_usage: outcome.new_usage for outcome in result.outcomes if outcome.old_usage}
    assert usage == {
        "net(x, units, reuse)": "Net(units)(x)",
        "Model(x, units)": "Model(units)(x)",
        "scores(x, units)": "scores(net, x)",
    }


def test_a_scope_that_must_not_reuse_needs_no_assertion() -> None:
    text, result = rewritten("""\
        class Gan(object):
            def __init__(self):
                self.x = tf.placeholder(tf.float32, [None, 4])
                self.first = self.critic(self.x)
                self.second = self.critic(self.x * 2, reuse=True)

            def critic(self, x, reuse=False):
                with tf.variable_scope("critic") as scope:
                    if reuse:
                        tf.get_variable_scope().reuse_variables()
                    else:
                        assert tf.get_variable_scope().reuse == False
                    return tf.layers.dense(x, 1, name="out")
        """)
    assert not refusals(result)
    assert "    def critic(self, x):\n        return self.out(x)\n" in text
    assert "self.second = self.critic(self.x * 2)\n" in text


PLACED = """\
        class Policy(object):
            def __init__(self, size):
                self.x = tf.placeholder(tf.float32, [None, 4])
                self.y = tf.layers.dense(self.x, size)


        class Agent(object):
            def __init__(self, size):
                for name in {names}:
                    with tf.variable_scope({scope}):
                        self.{kept}
                    {after}
        """


@pytest.mark.parametrize(
    ("names", "scope", "kept", "after", "reason"),
    [
        ("[0]", '"a"', "y = Policy(size).y", "", "nothing of this code keeps"),
        ("[0]", "str(size)", "net = Policy(size)", "", ""),
        ("[0]", "str(np.random.rand())", "net = Policy(size)", "", "run time"),
        ('"ab"', "name", "net = Policy(size)", "", "run time"),
        ("[0]", '"a"', "net = Policy(size)", "self.net = Policy(size)", "several scopes"),
    ],
)
def test_an_object_has_to_be_found_in_the_scope_that_it_was_made_in(
    names: str, scope: str, kept: str, after: str, reason: str
) -> None:
    _, result = rewritten(PLACED.format(names=names, scope=scope, kept=kept, after=after))
    messages = [f.message for f in result.findings if f.code == "refused-unresolved-name"]
    assert bool(messages) == bool(reason) and all(reason in message for message in messages)


LAZY = """\
        def lazy(function):
            attribute = "_" + function.__name__

            @property
            def kept(self):
                if not hasattr(self, attribute):
                    with tf.variable_scope(function.__name__):
                        setattr(self, attribute, function(self))
                return getattr(self, attribute)

            return kept


        class Model(object):
            def __init__(self, data):
                self.data = data
                {first}

            @lazy
            def scores(self):
                return tf.layers.dense(self.data, 3)

            @lazy
            def loss(self):
                return tf.reduce_sum(self.scores)

            def build(self):
                return self.loss
        """


def test_what_a_decorator_keeps_is_made_before_the_constructor_first_reads_it() -> None:
    text, result = rewritten(LAZY.format(first="self.loss"))
    assert not refusals(result)
    assert "self.scores_layer = tf.keras.layers.Dense(3)\n        self.loss\n" in text


def test_what_is_built_where_it_is_first_read_is_refused() -> None:
    _, result = rewritten(LAZY.format(first="pass"))
    assert list(refusals(result)) == ["Model"]
    assert any("in the scope that is open" in finding.message for finding in result.findings)


def test_a_function_in_an_attribute_is_refused_by_that_name() -> None:
    _, result = rewritten("""\
        class Trainer(object):
            def __init__(self, create):
                self.create = create
                self.x = tf.placeholder(tf.float32, [None, 4])
                with tf.variable_scope("main"):
                    self.net = self.create(self.x)


        def simple(x):
            return tf.layers.dense(x, 3)


        def probe():
            return {"net": Trainer(simple).net}
        """)
    assert any("`self.create` keeps a function" in finding.message for finding in result.findings)


def test_layers_are_made_before_their_own_first_use_not_that_of_a_variable_that_stays() -> None:
    text, result = rewritten("""\
        class Net(object):
            def __init__(self, size):
                self.rate = tf.Variable(0.1, trainable=False, name="rate")
                self.size = size
                self.x = tf.placeholder(tf.float32, [None, 4])
                self.y = self.inference()

            def inference(self):
                return tf.layers.dense(self.x, self.size)
        """)
    assert not refusals(result)
    assert "self.dense = tf.keras.layers.Dense(self.size)\n        self.y = self.inference()" in text


def test_a_function_that_only_sets_an_attribute_keeps_nothing() -> None:
    text, result = rewritten("""\
        def configure(target, **options):
            for name, value in options.items():
                setattr(target, name, value)


        class Net(object):
            def __init__(self, size):
                self.width = size

            def __call__(self, x):
                configure(self, called=True)
                return tf.layers.dense(x, self.width, name="out")
        """)
    assert not refusals(result)
    assert "class Net(tf.keras.layers.Layer):" in text
