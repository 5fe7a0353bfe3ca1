import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 4])
with tf.variable_scope("tower"):
    a = tf.get_variable("weights", [4, 2])
with tf.variable_scope("tower", reuse=True):
    b = tf.get_variable("weight", [4, 2])  # a typo
