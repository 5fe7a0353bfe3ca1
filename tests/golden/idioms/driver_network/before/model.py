"""A model that trains itself: its critic is a function inside the function that makes the optimizers."""
import argparse

import tensorflow as tf

options = argparse.Namespace(width=4)


def generator(z, width):
    return tf.layers.dense(tf.layers.dense(z, width, tf.nn.relu, name="hidden"), 3, name="out")


def build(images, noise):
    def critic(x):
        for i in range(2):
            units = options.width * (i + 1)
            with tf.variable_scope("layer_%d" % i):
                x = tf.nn.leaky_relu(tf.layers.dense(x, units))
        return tf.layers.dense(x, 1, name="score")

    with tf.variable_scope("generator"):
        fake = generator(noise, options.width)
    with tf.variable_scope("critic"):
        score_real = critic(images)
    with tf.variable_scope("critic", reuse=True):
        score_fake = critic(fake)

    loss = tf.reduce_mean(score_real) - tf.reduce_mean(score_fake)
    critic_variables = [v for v in tf.trainable_variables() if v.name.startswith("critic")]
    optimizer = tf.train.GradientDescentOptimizer(0.001)
    gradients = optimizer.compute_gradients(loss, var_list=critic_variables)
    train = optimizer.apply_gradients(gradients)
    return fake, score_real, score_fake, train


def main():
    images = tf.placeholder(tf.float32, [None, 3])
    noise = tf.placeholder(tf.float32, [None, 2])
    train = build(images, noise)[-1]
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(train, {images: [[1.0, 2.0, 3.0]], noise: [[0.5, 0.5]]})


if __name__ == "__main__":
    main()
