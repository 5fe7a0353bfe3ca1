"""The control: nothing here is shared, every layer is used once."""
import tensorflow as tf


def dense(x, units, scope):
    with tf.variable_scope(scope):
        w = tf.get_variable("w", [x.shape[-1].value, units])
        b = tf.get_variable("b", [units], initializer=tf.zeros_initializer())
        return tf.matmul(x, w) + b


def network(x, classes):
    """A plain classifier."""
    with tf.variable_scope("network"):
        x = tf.nn.relu(dense(x, 8, "first"))
        x = tf.nn.relu(dense(x, 8, "second"))
        return tf.layers.dense(x, classes, name="logits")
