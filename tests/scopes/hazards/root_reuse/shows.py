import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 4])
loss = tf.reduce_sum(tf.layers.dense(x, 1, name="out"))
tf.get_variable_scope().reuse_variables()
again = tf.layers.dense(x, 1, name="out")
extra = tf.layers.dense(x, 1, name="extra")
