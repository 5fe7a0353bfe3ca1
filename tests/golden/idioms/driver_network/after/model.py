"""A model that trains itself: its critic is a function inside the function that makes the optimizers."""
import argparse

import tensorflow as tf

options = argparse.Namespace(width=4)


class Generator(tf.keras.layers.Layer):
    def __init__(self, width, **kwargs):
        super().__init__(**kwargs)
        self.hidden = tf.keras.layers.Dense(width, activation=tf.nn.relu, name="hidden")
        self.out = tf.keras.layers.Dense(3, name="out")

    def call(self, z):
        return self.out(self.hidden(z))


class Critic(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.layer_0_layer = [
            tf.keras.layers.Dense(options.width * (i + 1))
            for i in range(2)]
        self.score = tf.keras.layers.Dense(1, name="score")

    def call(self, x):
        for i in range(2):
            x = tf.nn.leaky_relu(self.layer_0_layer[i](x))
        return self.score(x)


def build(images, noise):
    generator = Generator(options.width)
    fake = generator(noise)
    critic_layer = Critic()
    score_real = critic_layer(images)
    score_fake = critic_layer(fake)

    loss = tf.reduce_mean(score_real) - tf.reduce_mean(score_fake)
    critic_variables = [v.value for v in critic_layer.trainable_variables]
    optimizer = tf.compat.v1.train.GradientDescentOptimizer(0.001)
    gradients = optimizer.compute_gradients(loss, var_list=critic_variables)
    train = optimizer.apply_gradients(gradients)
    return fake, score_real, score_fake, train


def main():
    images = tf.compat.v1.placeholder(tf.float32, [None, 3])
    noise = tf.compat.v1.placeholder(tf.float32, [None, 2])
    train = build(images, noise)[-1]
    with tf.compat.v1.Session() as session:
        session.run(tf.compat.v1.global_variables_initializer())
        session.run(train, {images: [[1.0, 2.0, 3.0]], noise: [[0.5, 0.5]]})


if __name__ == "__main__":
    tf.compat.v1.disable_eager_execution()
    main()
