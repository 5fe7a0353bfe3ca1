"""A recurrent network unrolled by hand: the cell's weights are shared over time."""
import tensorflow as tf


def cell(x, state, size):
    """One step of a simple recurrent cell."""
    joined = tf.concat([x, state], axis=1)
    w = tf.get_variable("w", [joined.shape[1].value, size])
    b = tf.get_variable("b", [size], initializer=tf.zeros_initializer())
    return tf.nn.tanh(tf.matmul(joined, w) + b)


def unrolled(inputs, steps, size):
    """Run `steps` steps over `inputs` [batch, time, features]; return the states."""
    state = tf.zeros([tf.shape(inputs)[0], size])
    states = []
    with tf.variable_scope("rnn") as scope:
        for t in range(steps):
            if t > 0:
                scope.reuse_variables()
            state = cell(inputs[:, t], state, size)
            states.append(state)
    return tf.stack(states, axis=1)
