import tensorflow as tf


def network(x, name):
    with tf.variable_scope(name):
        return tf.layers.dense(x, 2)


x = tf.placeholder(tf.float32, [None, 4])
for name in ("actor", "actor_target", "d_net", "g_net"):
    network(x, name)
by_scope = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope="actor/")
by_part = [v for v in tf.trainable_variables() if "d_" in v.name]
kernels = [v for v in tf.trainable_variables() if "kernel" in v.name]
