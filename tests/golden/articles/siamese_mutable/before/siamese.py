"""A siamese network whose scope is switched to reuse after the first branch."""
import tensorflow as tf


def dense(x, units, name):
    """A fully connected layer; its variables are called <name>_w and <name>_b."""
    w = tf.get_variable(name + "_w", [int(x.shape[1]), units],
                        initializer=tf.truncated_normal_initializer(stddev=0.1))
    b = tf.get_variable(name + "_b", [units], initializer=tf.constant_initializer(0.01))
    return tf.nn.bias_add(tf.matmul(x, w), b)


def branch(x):
    """The network that both sides go through. Creates in the scope of its caller."""
    x = tf.nn.relu(dense(x, 8, "fc1"))
    return dense(x, 2, "fc2")


def siamese(left, right):
    """Embed both sides with the same weights."""
    with tf.variable_scope("siamese") as scope:
        a = branch(left)
        scope.reuse_variables()
        b = branch(right)
    return a, b
