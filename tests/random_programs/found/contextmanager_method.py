import contextlib

import tensorflow as tf

slim = tf.contrib.slim
notes = []


class M:
    def __init__(self, name):
        self.name, self.reuse = name, None

    @contextlib.contextmanager
    def scope(self):
        with tf.variable_scope(self.name, reuse=self.reuse) as s:
            yield s
        self.reuse = True

    def __call__(self, x):
        with self.scope():
            return tf.layers.dense(x, 3)


def probe():
    m = M("m")
    x = m(m(tf.zeros([2, 3])))
    return [m.reuse]
