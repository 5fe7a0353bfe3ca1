"""Train in one graph, save a checkpoint, evaluate in another graph that restores it."""
import os
import tempfile

import numpy as np
import tensorflow as tf

from model import Classifier

FEATURES = 6


def placeholders():
    """What both graphs are fed."""
    features = tf.compat.v1.placeholder(tf.float32, [None, FEATURES], name="features")
    labels = tf.compat.v1.placeholder(tf.int32, [None], name="labels")
    return features, labels


def train(folder, xs, ys, steps=20):
    """Train a few steps and return the path of the checkpoint."""
    with tf.Graph().as_default():
        features, labels = placeholders()
        classifier = Classifier()
        model = classifier(features, labels, is_training=True)
        updates = tf.compat.v1.get_collection(tf.compat.v1.GraphKeys.UPDATE_OPS)
        with tf.control_dependencies(updates):
            step = tf.compat.v1.train.GradientDescentOptimizer(0.1).minimize(model.loss)
        saver = tf.compat.v1.train.Saver()
        with tf.compat.v1.Session() as sess:
            sess.run(tf.compat.v1.global_variables_initializer())
            for _ in range(steps):
                sess.run(step, {features: xs, labels: ys})
            return saver.save(sess, os.path.join(folder, "model.ckpt"))


def evaluate(checkpoint, xs, ys):
    """Restore the checkpoint into an evaluation graph and return its loss."""
    with tf.Graph().as_default():
        features, labels = placeholders()
        classifier = Classifier()
        model = classifier(features, labels, is_training=False)
        saver = tf.compat.v1.train.Saver()
        with tf.compat.v1.Session() as sess:
            saver.restore(sess, checkpoint)
            return sess.run(model.loss, {features: xs, labels: ys})


def main():
    random = np.random.RandomState(0)
    xs = random.standard_normal((32, FEATURES)).astype("float32")
    ys = random.randint(0, 3, 32).astype("int32")
    with tempfile.TemporaryDirectory() as folder:
        checkpoint = train(folder, xs, ys)
        print("evaluation loss %.4f" % evaluate(checkpoint, xs, ys))


if __name__ == "__main__":
    tf.compat.v1.disable_eager_execution()
    main()
