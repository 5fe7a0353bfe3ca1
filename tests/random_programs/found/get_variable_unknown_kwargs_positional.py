import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    a = tf.get_variable("a", [2], tf.float32, tf.zeros_initializer(), None, False)
    b = tf.get_variable(name="b", shape=(2,), trainable=False)
    c = tf.get_variable("c", shape=[], initializer=tf.constant_initializer(1.0))
    d = tf.get_variable("d", initializer=1.0)
    return [a.name, b.op.name, d.name.split(":")[0]]
