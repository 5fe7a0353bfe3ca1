"""Scopes whose initializer reaches the kernels of what is made in them, and nothing else."""
import tensorflow as tf

SMALL = tf.random_uniform_initializer(-0.05, 0.05)


def reader(x, size):
    init = tf.random_uniform_initializer(-0.1, 0.1)
    with tf.variable_scope("reader", initializer=init):
        cell = tf.nn.rnn_cell.BasicLSTMCell(size)
        y, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
        return tf.layers.dense(y, 2, name="out")


def ways(x, size):
    with tf.variable_scope("ways", initializer=SMALL):
        fw = tf.nn.rnn_cell.BasicLSTMCell(size, forget_bias=0.3)
        bw = tf.nn.rnn_cell.GRUCell(size, kernel_initializer=tf.orthogonal_initializer())
        y, _ = tf.nn.bidirectional_dynamic_rnn(fw, bw, x, dtype=tf.float32)
        return tf.concat(y, 2)


def steps(x, size):
    with tf.variable_scope("steps", initializer=SMALL):
        cell = tf.nn.rnn_cell.BasicRNNCell(size)
        state = cell.zero_state(2, tf.float32)
        for t in range(3):
            y, state = cell(x[:, t], state)
        return y


def image(x):
    with tf.variable_scope("image", initializer=SMALL):
        x = tf.layers.separable_conv2d(x, 3, 2, name="both")
        x = tf.contrib.layers.fully_connected(x, 2, weights_initializer=None, scope="own")
        return tf.contrib.layers.fully_connected(x, 2, scope="xavier")
