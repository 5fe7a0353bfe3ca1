"""Two networks made by one function inside a method, and two blocks made by one inside a function."""
import tensorflow as tf


class Double(object):
    def __init__(self, n_features, n_actions):
        self.n_features = n_features
        self.n_actions = n_actions
        self.build()

    def build(self):
        def layers(states, n_hidden, w_init, b_init):
            """A hidden layer, and the value of each action."""
            with tf.variable_scope("l1"):
                w1 = tf.get_variable("w1", [self.n_features, n_hidden], initializer=w_init)
                b1 = tf.get_variable("b1", [1, n_hidden], initializer=b_init)
                l1 = tf.nn.relu(tf.matmul(states, w1) + b1)
            with tf.variable_scope("l2"):
                w2 = tf.get_variable("w2", [n_hidden, self.n_actions], initializer=w_init)
                b2 = tf.get_variable("b2", [1, self.n_actions], initializer=b_init)
                return tf.matmul(l1, w2) + b2

        w_init, b_init = tf.random_normal_initializer(0., 0.3), tf.constant_initializer(0.1)
        self.now = tf.placeholder(tf.float32, [None, self.n_features], name="now")
        with tf.variable_scope("online"):
            self.values = layers(self.now, 20, w_init, b_init)
        self.next = tf.placeholder(tf.float32, [None, self.n_features], name="next")
        with tf.variable_scope("target"):
            self.next_values = layers(self.next, 20, w_init, b_init)

        online = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope="online")
        target = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope="target")
        self.copy = [tf.assign(t, o) for t, o in zip(target, online)]


def tower(x, width, gain):
    size = width * 2
    scale = gain + 1.0

    # every block widens, and narrows again
    def block(h, name):
        with tf.variable_scope(name):
            h = tf.layers.dense(h, size, name="widen")
            return scale * tf.layers.dense(h, width, activation=tf.nn.tanh, name="narrow")

    with tf.variable_scope("tower"):
        return block(block(x, "one"), "two")
