"""Functions that stay as they are, because their layers would get other names than TF1 gave."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

BLOCK = """\
import tensorflow as tf


def block(x, units, name=None):
    with tf.variable_scope(name, "block"):
        return tf.layers.dense(x, units)


"""


def outcomes(code: str) -> dict[str, str]:
    """The refusal code of every function, empty for one that is rewritten."""
    result = rewrite([SourceFile("m.py", code)])
    return {outcome.function.partition(":")[2]: outcome.code for outcome in result.outcomes}


def test_template() -> None:
    code = dedent("""\
        import tensorflow as tf


        class Net(object):
            def __init__(self, units):
                self.units = units
                self.template = tf.make_template("net", self.build_net)

            def build_net(self, x):
                return tf.layers.dense(x, self.units)


        def both(x, y):
            net = Net(4)
            return net.template(x), net.template(y)
        """)
    found = outcomes(code)
    assert found["Net"] == "refused-template"
    assert found["both"] == "refused-neighbour"


@pytest.mark.parametrize("around", ["block(x, 3)", 'block(x, 3, name="block")'])
def test_numbered_family_beside_another_of_the_name(around: str) -> None:
    code = BLOCK + dedent(f"""\
        def net(x):
            with tf.variable_scope("net"):
                x = {around}
                for i in range(2):
                    x = block(x, 6)
                return x
        """)
    assert outcomes(code)["net"] == "refused-no-form"


def test_numbered_family_alone() -> None:
    code = BLOCK + dedent("""\
        def net(x, depth):
            with tf.variable_scope("net"):
                for i in range(depth):
                    x = block(x, 6)
                return block(x, 3, name="last")
        """)
    result = rewrite([SourceFile("m.py", code)])
    assert {outcome.kind for outcome in result.outcomes} == {"lifted"}
    assert 'name="block_%d" % i if i else "block"' in result.changes[0].after


def test_several_parts_whose_names_only_the_call_knows() -> None:
    code = dedent("""\
        import tensorflow as tf


        def net(x, is_training):
            with tf.variable_scope("net", reuse=tf.AUTO_REUSE):
                for name, units in zip(["a", "b"], [4, 5]):
                    with tf.variable_scope(name):
                        x = tf.layers.dense(x, units, name="fc")
                        x = tf.layers.batch_normalization(x, training=is_training, name="bn")
                return x
        """)
    assert outcomes(code)["net"] == "refused-no-form"


def test_object_with_a_slash_in_its_name() -> None:
    code = dedent("""\
        import tensorflow as tf


        class Net(object):
            def __init__(self):
                self.name = "mnist/net"

            def __call__(self, x):
                with tf.variable_scope(self.name, reuse=tf.AUTO_REUSE):
                    return tf.layers.dense(x, 3)
        """)
    assert outcomes(code) == {"Net": "refused-no-form"}


def test_constructor_that_a_decorator_hides() -> None:
    code = dedent("""\
        import functools

        import tensorflow as tf


        def stored(method):
            @functools.wraps(method)
            def wrapper(*given, **named):
                given[0].__dict__.update(named)
                return method(*given, **named)

            return wrapper


        def net(x):
            with tf.variable_scope("net"):
                return tf.layers.dense(x, 4)


        class Agent:
            DECORATOR
            def __init__(self, x, reuse=False):
                self.x = x
                with tf.variable_scope("agent"):
                    self._make(reuse=reuse)

            def _make(self, reuse=False):
                self.session = tf.Session()
                with tf.variable_scope("main", reuse=reuse):
                    self.y = net(self.x)
        """)
    assert outcomes(code.replace("DECORATOR", "@stored"))["Agent"] == "refused-unmodelled"
    assert outcomes(code.replace("    DECORATOR\n", ""))["Agent"] == ""


def test_an_inner_class_that_stays_keeps_its_indentation() -> None:
    inner = """\
    class Inner(tf.keras.layers.Layer):
        def call(self, x):
            text = '''
        as it is'''
            return x, text
"""
    run = "    def run(self, x):\n        return tf.log(x)\n"
    code = f"import tensorflow as tf\n\n\nclass Outer:\n{inner}\n{run}"
    [change] = rewrite([SourceFile("m.py", code)]).changes
    assert change.after == code.replace("tf.log", "tf.math.log")


@pytest.mark.parametrize(
    "test",
    ["self._out is None", "not hasattr(self, '_out')", "getattr(self, '_out', None) is None"],
)
def test_results_that_are_kept(test: str) -> None:
    code = dedent(f"""\
        import tensorflow as tf


        class Net(object):
            _out = None

            def __init__(self, x):
                self.x = x
                self.out

            @property
            def out(self):
                if {test}:
                    with tf.variable_scope("out"):
                        self._out = tf.layers.dense(self.x, 3)
                return self._out
        """)
    assert outcomes(code) == {"Net": "refused-no-form"}


@pytest.mark.parametrize("first", ["", "        self.session = tf.Session()\n"])
def test_results_that_a_decorator_keeps(first: str) -> None:
    code = dedent("""\
        import tensorflow as tf


        def built_once(function):
            attribute = "_" + function.__name__

            @property
            def built(self):
                if not hasattr(self, attribute):
                    with tf.variable_scope(function.__name__):
                        setattr(self, attribute, function(self))
                return getattr(self, attribute)

            return built


        class Net(object):
            def __init__(self, x):
                self.x = x
                self.out

            @built_once
            def out(self):
                return tf.layers.dense(self.x, 3)
        """)
    result = rewrite(
        [SourceFile("m.py", code.replace("        self.x = x\n", f"        self.x = x\n{first}"))]
    )
    assert [(one.function, one.kind) for one in result.outcomes] == [("m.py:Net", "lifted")]
    assert "class Net(object):" in result.changes[0].after  # a plain class, whose objects build once


def test_decorator_that_is_made_for_a_function() -> None:
    code = dedent("""\
        import tensorflow as tf

        BLOCKS = {}


        def register(name):
            def keep(function):
                BLOCKS[name] = function
                return function

            return keep


        @register("small")
        def small(x, reuse=None):
            with tf.variable_scope("small", reuse=reuse):
                return tf.layers.dense(x, 4)


        def build(kind, a, b):
            block = BLOCKS[kind]
            return block(a) - block(b, reuse=True)
        """)
    assert outcomes(code) == {"small": "refused-no-form"}
    assert outcomes(code.replace('@register("small")\n', ""))["small"] == ""


COUNTED = """\
        count = 0


        def next_name(prefix):
            global count
            count += 1
            return "%s_%d" % (prefix, count)


        def layer(x{parameter}):
            with tf.variable_scope({name}):
                return tf.layers.dense(x, 3, name="out")


        def net(x):
            return layer(tf.nn.relu(layer(x{argument})){argument})
        """


def test_a_name_that_a_counter_makes_inside_the_function() -> None:
    code = COUNTED.format(parameter="", argument="", name='next_name("layer")')
    assert outcomes("import tensorflow as tf\n\n" + dedent(code))["layer"] == "refused-unresolved-name"


def test_a_name_that_a_counter_makes_for_the_call() -> None:
    code = COUNTED.format(parameter=", name", argument=', next_name("layer")', name="name")
    assert set(outcomes("import tensorflow as tf\n\n" + dedent(code)).values()) == {""}
