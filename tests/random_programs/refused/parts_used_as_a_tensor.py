import tensorflow as tf


def probe():
    x = tf.placeholder(tf.float32, [2, 3])
    with tf.variable_scope("s", partitioner=tf.fixed_size_partitioner(2)):
        tf.matmul(x, tf.get_variable("w", [3, 3]))
    tf.Variable(1, name="s/w")
