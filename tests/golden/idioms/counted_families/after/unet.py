"""Networks whose scopes are counted from one, and down."""
import tensorflow as tf


class Conv(tf.keras.layers.Layer):
    def __init__(self, n, **kwargs):
        super().__init__(**kwargs)
        self.dense = tf.keras.layers.Dense(n)

    def call(self, x):
        return self.dense(x)


class Tower(tf.keras.layers.Layer):
    def __init__(self, depth=3, **kwargs):
        super().__init__(**kwargs)
        self.dense = [tf.keras.layers.Dense(4) for i in range(1, depth + 1)]

    def call(self, x):
        for dense in self.dense:
            x = dense(x)
        return x


class Encoder(tf.keras.layers.Layer):
    def __init__(self, width, **kwargs):
        super().__init__(**kwargs)
        self.width = width
        self.layer_1 = Conv(width)
        specs = [width * 2, width * 4, width]
        self.layer_2_layer = [Conv(n) for n in specs]
        self.up = [Conv(n) for k, n in enumerate([width, width])]

    def call(self, x):
        layers = []
        layers.append(self.layer_1(x))
        for layer_2_layer in self.layer_2_layer:
            layers.append(layer_2_layer(tf.nn.relu(layers[-1])))
        count = len(layers)
        for k, n in enumerate([self.width, self.width]):
            skip = count - k - 1
            layers.append(self.up[k](tf.nn.relu(tf.concat([layers[-1], layers[skip]], 1))))
        return layers[-1]
