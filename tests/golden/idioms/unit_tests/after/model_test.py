"""Tests of the network in a session."""
import numpy as np
import tensorflow as tf

from model import Scorer


def setUpModule():
    tf.compat.v1.disable_eager_execution()


class ScorerTest(tf.test.TestCase):

    class Tester(object):
        """Makes a network and checks what it computes."""

        def __init__(self, parent, batch=2, hidden=3, scope=None):
            self.parent = parent
            self.batch = batch
            self.hidden = hidden
            self.scope = scope
            self.scorer = Scorer(self.hidden, name=self.scope)

        def create_model(self):
            rows = tf.constant(np.ones([self.batch, 4]), dtype=tf.float32)
            model = self.scorer(rows)
            return {"hidden": model.hidden, "score": model.score}

        def check(self, result):
            self.parent.assertAllEqual(result["hidden"].shape, [self.batch, self.hidden])
            self.parent.assertAllEqual(result["score"].shape, [self.batch, 1])

    def test_default(self):
        self.run_tester(ScorerTest.Tester(self))

    def test_hidden(self):
        self.run_tester(ScorerTest.Tester(self, hidden=5, scope="wide"))

    def test_variables(self):
        with self.test_session():
            scorer = Scorer(3)
            scorer(tf.ones([1, 4]))
            self.assertEqual(len([v.value for v in scorer.trainable_variables]), 4)

    def run_tester(self, tester):
        with self.test_session() as sess:
            ops = tester.create_model()
            sess.run(tf.compat.v1.global_variables_initializer())
            tester.check(sess.run(ops))


if __name__ == "__main__":
    tf.test.main()
