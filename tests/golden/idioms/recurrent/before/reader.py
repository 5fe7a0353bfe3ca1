"""Reads two sentences with one LSTM, and their difference with a GRU."""
import tensorflow as tf


def read(words, lengths, size, reuse=None):
    with tf.variable_scope("reader", reuse=reuse):
        cell = tf.nn.rnn_cell.BasicLSTMCell(size)
        # past the end of a sentence the outputs are zero
        outputs, state = tf.nn.dynamic_rnn(cell, words, sequence_length=lengths, dtype=tf.float32)
        return outputs, state.h


class Comparison(object):
    def __init__(self, size):
        self.size = size

    def compare(self, left, right, left_lengths, right_lengths):
        left_outputs, left_last = read(left, left_lengths, self.size)
        right_outputs, right_last = read(right, right_lengths, self.size, reuse=True)
        with tf.variable_scope("comparison"):
            cell = tf.contrib.rnn.GRUCell(4, activation=tf.nn.relu)
            _, (last) = tf.nn.dynamic_rnn(cell, left_outputs - right_outputs, dtype=tf.float32, scope="steps")
            both = tf.concat([left_last, right_last, last], axis=1)
            return tf.layers.dense(both, 1, name="score")
