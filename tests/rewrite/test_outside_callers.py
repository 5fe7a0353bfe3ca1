"""Code that stays and calls what takes another form: refused where it stands, never passed over."""

from __future__ import annotations

from textwrap import dedent

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import RewriteResult

NET = """\
import tensorflow as tf


class Net(object):
    def __init__(self, x, size):
        with tf.variable_scope("net"):
            self.out = tf.layers.dense(x, size, name="out")


def head(x, size):
    with tf.variable_scope("head"):
        return tf.layers.dense(x, size)


"""


def rewritten(code: str, net: str = NET) -> tuple[str, RewriteResult]:
    """The text after a rewrite, and everything about it."""
    result = rewrite([SourceFile("m.py", net + dedent(code))])
    return next((change.after for change in result.changes), net + dedent(code)), result


def refusals(result: RewriteResult) -> dict[str, str]:
    """The refusal code of every function that stays."""
    return {o.function.partition(":")[2]: o.code for o in result.outcomes if o.kind == "refused"}


UNCALLED = """\
def make(size):
    def {name}(x):
        net = Net(x, size)
        {line}
        return head(net.out, size)

    return {name}
"""


def test_a_class_that_a_function_calls_which_nobody_runs_stays() -> None:
    text, result = rewritten(UNCALLED.format(name="later", line="pass"))
    assert refusals(result)["Net"] == "refused-passed-on"
    assert "net = Net(x, size)" in text
    assert "class Net(object)" in text


def test_a_function_that_starts_a_graph_makes_its_layers_itself() -> None:
    text, result = rewritten(UNCALLED.format(name="run", line="session = tf.Session()"))
    assert not refusals(result)
    assert "net_layer = Net(size)" in text
    assert "net = net_layer(x)" in text
    assert "head = Head(size)" in text


def test_what_runs_at_import_is_translated_in_code_that_stays() -> None:
    text, result = rewritten("""\
        def keep(x, initializer=tf.contrib.layers.xavier_initializer(), rates=(tf.log(2.0),)):
            with tf.variable_scope("a") as scope:
                scope.__enter__()
                return tf.get_variable("w", [1], initializer=initializer) * tf.log(x)
        """)
    assert "keep" in refusals(result)
    assert "initializer=tf.keras.initializers.GlorotUniform(), rates=(tf.math.log(2.0),)):" in text
    assert "* tf.log(x)" in text


def test_names_that_a_file_gives_to_modules_stay() -> None:
    text, _ = rewritten("""\
        flags = tf.flags
        logging = tf.logging
        flags.DEFINE_integer("size", 3, "Units.")


        def show():
            logging.info("size %d", flags.FLAGS.size)
        """)
    assert "flags = tf.compat.v1.flags\n" in text
    assert 'flags.DEFINE_integer("size", 3, "Units.")' in text
    assert "logging = tf.compat.v1.logging\n" in text
    assert 'logging.info("size %d", flags.FLAGS.size)' in text


def test_an_import_of_what_is_gone_goes() -> None:
    text, result = rewritten("""\
        from tensorflow.compat.v1 import estimator as tf_estimator


        def model_fn(features, labels, mode):
            return tf_estimator.EstimatorSpec(mode, predictions=head(features, 1))
        """)
    assert "import estimator" not in text
    assert "import-gone" in {finding.code for finding in result.findings}


def test_a_script_in_a_folder_with_init_imports_added_files_as_it_imports_others() -> None:
    net = """\
        import layers
        import tensorflow as tf


        def net(x):
            y = layers.wide(x)
            size = y.shape[-1].value
            w = tf.get_variable("w", [size, 2])
            return tf.matmul(y, w)
        """
    wide = "import tensorflow as tf\n\n\ndef wide(x):\n    return tf.concat([x, x], 1)\n"
    files = {"pkg/__init__.py": "", "pkg/layers.py": wide, "pkg/net.py": dedent(net)}
    result = rewrite([SourceFile(path, text) for path, text in files.items()])
    text = next(change.after for change in result.changes if change.path == "pkg/net.py")
    assert "from compact_layer import CompactLayer" in text


def test_an_optimizer_that_reads_names_of_variables_is_reported() -> None:
    _, result = rewritten("""\
        class Decay(tf.train.Optimizer):
            def apply_gradients(self, grads_and_vars, global_step=None, name=None):
                updates = []
                for gradient, variable in grads_and_vars:
                    slot = tf.get_variable(variable.op.name + "/slot", variable.shape.as_list())
                    updates.append(variable.assign(variable - slot * gradient))
                return tf.group(*updates, name=self.name)
        """)
    assert not refusals(result)
    found = [finding for finding in result.findings if finding.code == "variables-by-name"]
    assert [finding.message.split("`")[1] for finding in found] == ["variable.op.name"]


def test_tensors_by_name_are_reported() -> None:
    _, result = rewritten("""\
        def main(x, session, graph):
            head(x, 1)
            session.run(["w:0", x], {"x:0": 1.0})
            session.run(x)
            graph.get_tensor_by_name("x:0")


        def frozen(definition, session, graph):
            tf.import_graph_def(definition)
            return graph.get_tensor_by_name("x:0")
        """)
    lines = [finding.place.line for finding in result.findings if finding.code == "tensors-by-name"]
    assert lines == [17, 19]


TESTS = """\
class NetTest(tf.test.TestCase):
    def build(self, x, size):
        return head(x, size)

    def test_{name}(self):
        with self.test_session():
            {lines}
"""


def test_a_test_that_shares_through_a_helper_stays() -> None:
    head = NET.replace('tf.variable_scope("head")', 'tf.variable_scope("head", reuse=tf.AUTO_REUSE)')
    lines = "self.build(tf.ones([1, 2]), 3)\n            self.build(tf.ones([1, 2]), 3)"
    tests = "import tensorflow as tf\n\nfrom m import head\n\n\n" + TESTS.format(name="shared", lines=lines)
    result = rewrite([SourceFile("m.py", head), SourceFile("m_test.py", tests)])
    assert refusals(result)["NetTest.build"] == "refused-no-form"
    assert "m_test.py" not in {change.path for change in result.changes}


def test_a_test_makes_its_layers_itself() -> None:
    text, result = rewritten(TESTS.format(name="one", lines="head(tf.ones([1, 2]), 3)"))
    assert not refusals(result)
    assert "            head = Head(3)\n            head(tf.ones([1, 2]))" in text
    assert "def setUpModule():\n    tf.compat.v1.disable_eager_execution()\n" in text
