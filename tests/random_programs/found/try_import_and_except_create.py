import tensorflow as tf

slim = tf.contrib.slim
notes = []


def get(name):
    try:
        return tf.get_variable(name, [3])
    except ValueError:
        tf.get_variable_scope().reuse_variables()
        return tf.get_variable(name, [3])


def probe():
    with tf.variable_scope("a"):
        get("w")
        get("w")
        notes.append(tf.get_variable_scope().reuse)
    return list(notes)
