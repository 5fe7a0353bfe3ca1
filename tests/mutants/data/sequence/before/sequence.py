"""Two sentences through one reader: a written-out cell, recurrent layers, square weights, an average."""
import tensorflow as tf


def cell(x, state, units):
    memory, hidden = state
    with tf.variable_scope("cell", reuse=tf.AUTO_REUSE):
        kernel = tf.get_variable("kernel", [x.shape[-1].value + units, 4 * units])
        bias = tf.get_variable("bias", [4 * units])
        gates = tf.matmul(tf.concat([x, hidden], 1), kernel) + bias
        i, j, f, o = tf.split(gates, 4, axis=1)
        memory = memory * tf.sigmoid(f + 1.0) + tf.sigmoid(i) * tf.tanh(j)
        return memory, tf.tanh(memory) * tf.sigmoid(o)


def norm(x, scope, epsilon=1e-5):
    with tf.variable_scope(scope):
        mean = tf.reduce_mean(x, axis=-1, keepdims=True)
        variance = tf.reduce_mean(tf.square(x - mean), axis=-1, keepdims=True)
        scale = tf.get_variable("scale", [x.shape[-1].value])
        return (x - mean) * tf.rsqrt(variance + epsilon) * scale


def reader(sentence, keep_prob):
    with tf.variable_scope("reader", reuse=tf.AUTO_REUSE):
        state = (tf.zeros([tf.shape(sentence)[0], 4]), tf.zeros([tf.shape(sentence)[0], 4]))
        for step in range(3):
            state = cell(sentence[:, step], state, 4)
        mix = tf.get_variable("mix", [4, 4])
        mixed = state[1] + 0.5 * tf.matmul(state[1], mix)
        mixed = norm(mixed, "first")
        mixed = norm(tf.nn.relu(mixed), "second")
        mixed = tf.nn.dropout(mixed, keep_prob)
        units = tf.nn.rnn_cell.GRUCell(5, name="gru")
        outputs, _ = tf.nn.dynamic_rnn(units, sentence, dtype=tf.float32, scope="words")
        lstm = tf.nn.rnn_cell.LSTMCell(4, name="lstm")
        more, last = tf.nn.dynamic_rnn(lstm, outputs, initial_state=tf.nn.rnn_cell.LSTMStateTuple(*state), scope="more")
        attention = tf.nn.softmax(tf.reduce_sum(more, axis=2), axis=1)
        return mixed, tf.reduce_sum(more * tf.expand_dims(attention, 2), axis=1), last.c
