import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 4])
with tf.variable_scope("net") as net:
    a = tf.layers.dense(x, 2, name="out")
    net.reuse_variables()
    b = tf.layers.dense(x, 2, name="out")
with tf.variable_scope(net):
    c = tf.layers.dense(x, 2, name="out")
    d = tf.layers.dense(x, 2, name="more")
