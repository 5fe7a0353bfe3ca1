import tensorflow as tf

with tf.variable_scope("s"):
    a = tf.get_variable("w", [2], initializer=tf.zeros_initializer())
with tf.variable_scope("s", reuse=True):
    b = tf.get_variable("w", [2], initializer=tf.ones_initializer())
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    print("value", session.run(b).tolist())
