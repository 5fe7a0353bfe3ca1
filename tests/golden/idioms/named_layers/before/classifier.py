"""Image classifier with named layers."""
import tensorflow as tf


def logits(images, classes, training=False, reuse=False):
    """Class scores of a batch of images."""
    with tf.variable_scope("classifier", reuse=reuse):
        net = tf.layers.conv2d(
            inputs=images,
            filters=4,
            kernel_size=[3, 3],
            padding="same",
            activation=tf.nn.relu,
            kernel_initializer=tf.truncated_normal_initializer(stddev=0.05),
            name="conv1",
        )
        net = tf.layers.max_pooling2d(net, pool_size=[2, 2], strides=2)
        net = tf.layers.conv2d(net, 6, [3, 3], padding="same", use_bias=False, name="conv2")
        net = tf.layers.batch_normalization(net, momentum=0.9, training=training, name="bn2")
        net = tf.nn.relu(net)
        net = tf.layers.flatten(net, name="flat")
        net = tf.layers.dense(net, 8, tf.nn.relu, name="fc1")
        net = tf.layers.dropout(net, rate=0.5, training=False, name="drop")
        return tf.layers.dense(net, classes, name="scores")
