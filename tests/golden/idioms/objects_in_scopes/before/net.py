import tensorflow as tf


class Policy(object):
    """The network of one worker."""

    def __init__(self, size):
        self.x = tf.placeholder(tf.float32, [None, 4])
        hidden = tf.layers.dense(self.x, size, tf.nn.elu)
        self.y = tf.layers.dense(hidden, 1)


class Agent(object):
    def __init__(self, size, workers=2):
        with tf.variable_scope("global"):
            self.network = network = Policy(size)
        self.local = []
        for i in range(workers):
            with tf.variable_scope("worker_%d" % i):
                self.local.append(Policy(size))
        self.extra = {}
        with tf.variable_scope("extra"):
            with tf.variable_scope("a"):
                self.extra["a"] = Policy(size)
            with tf.variable_scope("b"):
                self.extra["b"] = Policy(size + 1)
        self.loss = tf.reduce_sum(network.y)
        for net in self.local:
            self.loss += tf.reduce_sum(net.y)


def build(size):
    with tf.variable_scope("top"):
        agent = Agent(size)
    with tf.variable_scope("bottom"):
        other = Policy(size)
    return agent, other


class Checks(object):
    def pair(self, size):
        with tf.variable_scope("first"):
            one = Policy(size)
        with tf.variable_scope("second"):
            two = Policy(size)
        return one, two
