import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    with tf.variable_scope("a", custom_getter=lambda getter, name, *a, **k: getter(name + "_q", *a, **k)):
        with tf.variable_scope(
            "b", custom_getter=lambda getter, name, *a, **k: getter(name + "_ema", *a, **k)
        ):
            tf.layers.dense(tf.zeros([2, 3]), 3)
            slim.fully_connected(tf.zeros([2, 3]), 3)
        tf.get_variable("w", [1])
    return []
