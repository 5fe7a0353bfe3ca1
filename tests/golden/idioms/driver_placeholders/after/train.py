"""Trains the network on random pairs."""
import numpy as np
import tensorflow as tf

from network import Network


def main(steps=10):
    random = np.random.RandomState(0)
    net = Network(5, 8)
    step = tf.compat.v1.train.AdamOptimizer(0.01).minimize(net.loss)
    with tf.compat.v1.Session() as sess:
        sess.run(tf.compat.v1.global_variables_initializer())
        for _ in range(steps):
            feed = {
                net.left: random.standard_normal((4, 5)),
                net.right: random.standard_normal((4, 5)),
                net.target: random.uniform(0, 1, 4),
            }
            _, loss = sess.run([step, net.loss], feed)
        print("loss %.4f" % loss)


if __name__ == "__main__":
    tf.compat.v1.disable_eager_execution()
    main()
