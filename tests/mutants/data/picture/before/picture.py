"""Two image towers and a decoder: the layer arguments that a migration gets wrong."""
import tensorflow as tf


def tower(images, training, scope):
    with tf.variable_scope(scope, reuse=tf.AUTO_REUSE):
        x = tf.layers.conv2d(images, 4, 3, strides=2, padding="same", name="conv1",
                             kernel_regularizer=tf.contrib.layers.l2_regularizer(0.1))
        x = tf.nn.leaky_relu(x, alpha=0.2)
        x = tf.layers.conv2d(x, 4, 3, padding="same", activation=tf.nn.relu, name="conv2")
        x = tf.layers.batch_normalization(x, epsilon=1e-5, momentum=0.9, training=training, name="bn")
        x = tf.layers.dropout(x, 0.25, training=training)
        return tf.layers.dense(tf.reduce_mean(x, [1, 2]), 5, activation=tf.nn.tanh, name="code")


def decoder(code, scope):
    with tf.variable_scope(scope, reuse=tf.AUTO_REUSE):
        x = tf.reshape(tf.layers.dense(code, 3 * 3 * 2, name="grow"), [-1, 3, 3, 2])
        x = tf.image.resize_bilinear(x, [6, 6])
        x = tf.layers.conv2d_transpose(x, 3, 4, strides=2, padding="same", name="up")
        return tf.sigmoid(x)
