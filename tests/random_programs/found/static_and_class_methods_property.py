import tensorflow as tf

slim = tf.contrib.slim
notes = []


class N:
    count = 0

    def __init__(self):
        N.count += 1
        self.id = N.count

    @staticmethod
    def lin(x, name):
        return tf.layers.dense(x, 3, name=name)

    @classmethod
    def make(cls):
        return cls()

    @property
    def scope(self):
        return "n%d" % self.id

    def __call__(self, x):
        with tf.variable_scope(self.scope):
            return self.lin(x, "l")


def probe():
    x = tf.zeros([2, 3])
    a = N.make()
    b = N()
    x = a(b(x))
    return [N.count, a.scope]
