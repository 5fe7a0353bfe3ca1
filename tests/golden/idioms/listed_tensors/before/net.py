import tensorflow as tf


def fuse(inputs, units):
    with tf.variable_scope("fuse"):
        total = 0
        for i, x in enumerate(inputs):
            total += tf.layers.dense(x, units, name="in_%d" % i)
        return tf.layers.dense(total, units, name="out")


def gate(xs):
    w = tf.get_variable("w", [3])
    out = []
    for x in xs:
        out.append(x * w)
    return out


def model(a, b):
    fused = fuse([a, b], 3)
    gated = gate([fused, fused * 2])
    return tf.add_n(gated)
