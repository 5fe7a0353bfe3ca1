import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 4])
losses = []
with tf.variable_scope(tf.get_variable_scope()):
    for _ in range(2):
        losses.append(tf.reduce_sum(tf.layers.dense(x, 1, name="out")))
        tf.get_variable_scope().reuse_variables()
extra = tf.layers.dense(x, 1, name="extra")
