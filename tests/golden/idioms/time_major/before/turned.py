"""Recurrent layers whose inputs have the time in front of the batch."""
import tensorflow as tf


def read(frames, lengths, size):
    with tf.variable_scope("read"):
        outputs, state = tf.nn.dynamic_rnn(
            tf.nn.rnn_cell.LSTMCell(size), frames, sequence_length=lengths, time_major=True, dtype=tf.float32)
        logits = tf.layers.dense(outputs, 3)
        return logits, state.h


def both_ways(frames, size):
    with tf.variable_scope("both"):
        fw, bw = tf.nn.rnn_cell.GRUCell(size), tf.nn.rnn_cell.GRUCell(size)
        outputs, _ = tf.nn.bidirectional_dynamic_rnn(fw, bw, frames, time_major=True, dtype=tf.float32)
        return tf.concat(outputs, 2)


def apart(frames, lengths, size):
    fw, bw = tf.nn.rnn_cell.LSTMCell(size), tf.nn.rnn_cell.LSTMCell(size)
    (ahead, back), states = tf.nn.bidirectional_dynamic_rnn(
        fw, bw, frames, sequence_length=lengths, time_major=True, dtype=tf.float32, scope="apart")
    return ahead - back, states[0].c


def last(frames, size):
    with tf.variable_scope("last"):
        cell = tf.contrib.rnn.GRUBlockCell(size)
        _, state = tf.nn.dynamic_rnn(cell, frames, time_major=True, dtype=tf.float32)
        return state


class Stacked(object):
    def __init__(self, frames, size):
        self.frames = tf.transpose(frames, [1, 0, 2])
        with tf.variable_scope("stacked"):
            cell = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.GRUCell(size) for _ in range(2)])
            self.outputs, _ = tf.nn.dynamic_rnn(cell, self.frames, dtype=tf.float32, time_major=True)
            self.last = self.outputs[-1]
