import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    with tf.variable_scope("s"):
        tf.get_variable("/x", [1])
        tf.Variable(1.0, name="_y")
        tf.get_variable("", [1])
        tf.get_variable("z/", [1])
    try:
        tf.Variable(1.0, name="s/z/")
    except ValueError:
        tf.get_variable("caught", [1])
    tf.Variable(1.0, name="/x")
    return []
