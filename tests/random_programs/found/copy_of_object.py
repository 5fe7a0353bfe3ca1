import copy

import tensorflow as tf

slim = tf.contrib.slim
notes = []


class M:
    def __init__(self, name):
        self.name = name
        self.reuse = False

    def __call__(self, x):
        with tf.variable_scope(self.name, reuse=self.reuse):
            self.reuse = True
            return tf.layers.dense(x, 3)


def probe():
    x = tf.zeros([2, 3])
    a = M("a")
    x = a(x)
    b = copy.copy(a)
    b.name = "b"
    b.reuse = False
    x = b(a(x))
    x = b(x)
    return []
