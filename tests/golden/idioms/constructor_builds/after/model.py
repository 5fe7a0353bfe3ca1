"""A model whose constructor takes tensors and builds the graph; getters hand out the results."""
import tensorflow as tf


class Config(object):
    """Sizes of the model."""

    def __init__(self, vocab_size, hidden_size=6, num_layers=2):
        self.vocab_size = vocab_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers


class EncoderModel(tf.keras.layers.Layer):
    """Embeds and encodes token ids [batch, time]."""

    def __init__(self, config, name="encoder_model", **kwargs):
        super().__init__(name=name, **kwargs)
        self.config = config
        self.word_embeddings = self.add_weight(
            name="word_embeddings", shape=[config.vocab_size, config.hidden_size],
            initializer=tf.keras.initializers.TruncatedNormal(stddev=0.02))
        self.dense = [
            tf.keras.layers.Dense(2 * config.hidden_size, activation=tf.nn.relu)
            for index in range(config.num_layers)]
        self.dense_1 = [
            tf.keras.layers.Dense(config.hidden_size)
            for index in range(config.num_layers)]
        self.pooler = tf.keras.layers.Dense(config.hidden_size, activation=tf.tanh)

    def call(self, input_ids):
        self.embedding_table = self.word_embeddings
        self.embedding_output = tf.nn.embedding_lookup(self.embedding_table, input_ids)

        self.all_layers = []
        layer = self.embedding_output
        for index in range(self.config.num_layers):
            inner = self.dense[index](layer)
            layer = layer + self.dense_1[index](inner)
            self.all_layers.append(layer)
        self.sequence_output = self.all_layers[-1]

        # The first token stands for the whole sequence.
        first = tf.squeeze(self.sequence_output[:, 0:1, :], axis=1)
        self.pooled_output = self.pooler(first)
        return self

    def get_pooled_output(self):
        return self.pooled_output

    def get_sequence_output(self):
        """float [batch, time, hidden]."""
        return self.sequence_output

    def get_embedding_table(self):
        return self.embedding_table
