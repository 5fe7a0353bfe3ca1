import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 4])
with tf.variable_scope("tower"):
    a = tf.get_variable("weights", [4, 2])
with tf.variable_scope("tower", reuse=True):
    b = tf.get_variable("weights", [4, 2])
try:
    with tf.variable_scope("head", reuse=True):
        c = tf.get_variable("weights", [4, 2])
except ValueError:
    # asks first, creates when that failed
    with tf.variable_scope("head"):
        c = tf.get_variable("weights", [4, 2])
