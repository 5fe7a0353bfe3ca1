"""Dense layers in a loop over a list of sizes, each round in a scope of its own."""
import tensorflow as tf


def encode(x, is_training):
    """Points [batch, 3] to codes [batch, 2]."""
    with tf.variable_scope("encoder", reuse=tf.AUTO_REUSE):
        for i, units in enumerate([4, 5]):
            with tf.variable_scope("layer_%d" % i):
                x = tf.layers.dense(x, units, name="fc")
                x = tf.layers.batch_normalization(x, training=is_training, name="norm")
                x = tf.nn.relu(x)
        scale = tf.get_variable("scale", (), initializer=tf.constant_initializer(0.5))
        return tf.layers.dense(x, 2, name="code") * scale
