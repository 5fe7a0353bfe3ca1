import tensorflow as tf


class Policy(object):
    """The network of one worker."""

    def __init__(self, size):
        self.x = tf.compat.v1.placeholder(tf.float32, [None, 4])
        self.dense = tf.keras.layers.Dense(size, activation=tf.nn.elu)
        self.dense_1 = tf.keras.layers.Dense(1)
        hidden = self.dense(self.x)
        self.y = self.dense_1(hidden)


class Agent(object):
    def __init__(self, size, workers=2):
        self.network = network = Policy(size)
        self.local = []
        for i in range(workers):
            self.local.append(Policy(size))
        self.extra = {}
        self.extra["a"] = Policy(size)
        self.extra["b"] = Policy(size + 1)
        self.loss = tf.reduce_sum(network.y)
        for net in self.local:
            self.loss += tf.reduce_sum(net.y)


def build(size):
    agent = Agent(size)
    other = Policy(size)
    return agent, other


class Checks(object):
    def pair(self, size):
        one = Policy(size)
        two = Policy(size)
        return one, two
