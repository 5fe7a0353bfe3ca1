"""Layers that fill collections for nobody."""
import tensorflow as tf

slim = tf.contrib.slim


def features(images, is_training, reuse=None):
    with tf.variable_scope("features", reuse=reuse):
        with slim.arg_scope([slim.conv2d, slim.fully_connected, slim.max_pool2d], outputs_collections="activations"):
            net = slim.conv2d(
                images, 4, 3, normalizer_fn=slim.batch_norm, scope="conv1",
                normalizer_params={"is_training": is_training, "scale": True, "outputs_collections": "normed"})
            net = slim.max_pool2d(net, 2, scope="pool1")
            net = slim.separable_conv2d(net, 6, 3, 1, variables_collections=["weights_of_conv2"], scope="conv2")
            net = tf.contrib.layers.maxout(net, 3)
            net = slim.layer_norm(net, outputs_collections=["normed", "all"], scope="norm")
            return slim.fully_connected(slim.flatten(net), 5, scope="out")


def losses():
    return tf.get_collection(tf.GraphKeys.LOSSES)
