import tensorflow as tf


def network(x, name):
    with tf.variable_scope(name):
        return tf.layers.dense(x, 2)


x = tf.placeholder(tf.float32, [None, 4])
for name in ("actor", "actor_target", "d_net", "add_d_inputs"):
    network(x, name)
by_scope = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope="actor")
by_part = [v for v in tf.trainable_variables() if "d_" in v.name]
print("by scope", [v.name for v in by_scope])
print("by part", [v.name for v in by_part])
