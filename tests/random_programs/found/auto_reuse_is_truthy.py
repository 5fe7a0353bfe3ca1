import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    with tf.variable_scope("z", reuse=tf.AUTO_REUSE) as scope:
        if scope.reuse:
            scope.reuse_variables()
        notes.append(scope.reuse)
        tf.layers.dense(tf.zeros([2, 3]), 3)
    return list(notes)
