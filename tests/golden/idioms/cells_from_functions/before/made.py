"""Recurrent cells that functions make for the code that runs them."""
import tensorflow as tf

rnn = tf.nn.rnn_cell


def get_cell(size, keep):
    cell = rnn.GRUCell(size)
    return rnn.DropoutWrapper(cell, output_keep_prob=keep)


def repeated(x, size, keep, depth, reuse=None):
    with tf.variable_scope("repeated", reuse=reuse):
        cells = rnn.MultiRNNCell([get_cell(size, keep) for _ in range(depth)])
        y, _ = tf.nn.dynamic_rnn(cells, x, dtype=tf.float32)
    return y


def make(config, training):
    cell = rnn.BasicLSTMCell(config.size, forget_bias=0.0)
    if training:
        cell = rnn.DropoutWrapper(cell, output_keep_prob=config.keep)
    return cell


def configured(x, config, training):
    with tf.variable_scope("configured"):
        cells = rnn.MultiRNNCell([make(config, training) for _ in range(config.depth)])
        y, _ = tf.nn.dynamic_rnn(cells, x, dtype=tf.float32)
    return y


def sized(x, sizes, keep):
    def one(size):
        return rnn.DropoutWrapper(rnn.GRUCell(size), output_keep_prob=keep)

    with tf.variable_scope("sized"):
        y, _ = tf.nn.dynamic_rnn(rnn.MultiRNNCell([one(size) for size in sizes]), x, dtype=tf.float32)
        z, _ = tf.nn.bidirectional_dynamic_rnn(one(3), one(sizes[0] + 1), x, dtype=tf.float32)
    return y, z


def unlike(x, size, keep):
    with tf.variable_scope("unlike"):
        y, _ = tf.nn.dynamic_rnn(rnn.MultiRNNCell([get_cell(size, keep), get_cell(size + 1, 1.0)]), x, dtype=tf.float32)
    return y


class Reader(object):
    def __init__(self, words, settings):
        self.settings = settings
        with tf.variable_scope("reader"):
            fw, bw = self.make_cell(settings.size), self.make_cell(settings.size + 1)
            self.outputs, _ = tf.nn.bidirectional_dynamic_rnn(fw, bw, words, dtype=tf.float32)

    def make_cell(self, size):
        return rnn.DropoutWrapper(rnn.GRUCell(size), output_keep_prob=self.settings.keep)
