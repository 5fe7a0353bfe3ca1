"""States of recurrent cells: given, handed on, taken apart, and carried by hand from step to step."""
import tensorflow as tf


def translate(source, target, lengths, size, batch):
    with tf.variable_scope("encoder"):
        cell = tf.nn.rnn_cell.BasicLSTMCell(size)
        start = cell.zero_state(batch, tf.float32)
        outputs, state = tf.nn.dynamic_rnn(cell, source, sequence_length=lengths, initial_state=start)
    with tf.variable_scope("decoder"):
        decoder = tf.nn.rnn_cell.LSTMCell(size)
        # begins where the encoder ended
        decoded, last = tf.nn.dynamic_rnn(decoder, target, initial_state=state)
    return outputs, decoded, state.c, last.h


def bridge(x, c, h, size):
    with tf.variable_scope("bridge"):
        start = tf.nn.rnn_cell.LSTMStateTuple(tf.layers.dense(c, size), h)
        out, end = tf.nn.dynamic_rnn(tf.nn.rnn_cell.LSTMCell(size), x, initial_state=start)
        memory, hidden = end
        out, last = tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(size), out, initial_state=hidden + start.c)
        return out, last, memory


class Pointer(object):
    def __init__(self, size):
        self.gru = tf.nn.rnn_cell.GRUCell(size)

    def __call__(self, x, state):
        with tf.variable_scope("pointer"):
            _, state = self.gru(x, state)
            first = tf.layers.dense(state, 2, name="logits")
            tf.get_variable_scope().reuse_variables()
            _, state = self.gru(x, state)
            return first, tf.layers.dense(state, 2, name="logits")


class Steps(object):
    def __init__(self, size, steps):
        self.cell = tf.nn.rnn_cell.LSTMCell(size, forget_bias=0.0)
        self.steps = steps

    def __call__(self, words):
        outputs = []
        state = self.cell.zero_state(tf.shape(words)[0], tf.float32)
        with tf.variable_scope("steps"):
            for t in range(self.steps):
                if t > 0:
                    tf.get_variable_scope().reuse_variables()
                output, state = self.cell(words[:, t, :], state)
                outputs.append(output)
        c, h = state
        return tf.stack(outputs, 1), c, state[1]
