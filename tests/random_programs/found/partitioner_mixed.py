import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    with tf.variable_scope("a", reuse=tf.AUTO_REUSE, partitioner=tf.fixed_size_partitioner(2)):
        notes.append(tf.get_variable("w", [4]).name)
        tf.layers.batch_normalization(tf.zeros([2, 3]))
    with tf.variable_scope("a", reuse=True):
        notes.append(tf.get_variable("w", [4]).name)
    with tf.variable_scope("a", reuse=tf.AUTO_REUSE):
        try:
            tf.get_variable("w", [4])
        except ValueError:
            notes.append("refused")
    return list(notes)
