"""A model whose constructor takes tensors and builds the graph; getters hand out the results."""
import tensorflow as tf


class Config(object):
    """Sizes of the model."""

    def __init__(self, vocab_size, hidden_size=6, num_layers=2):
        self.vocab_size = vocab_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers


class EncoderModel(object):
    """Embeds and encodes token ids [batch, time]."""

    def __init__(self, config, input_ids, scope=None):
        with tf.variable_scope(scope, default_name="encoder_model"):
            with tf.variable_scope("embeddings"):
                self.embedding_table = tf.get_variable(
                    "word_embeddings", [config.vocab_size, config.hidden_size],
                    initializer=tf.truncated_normal_initializer(stddev=0.02))
                self.embedding_output = tf.nn.embedding_lookup(self.embedding_table, input_ids)

            with tf.variable_scope("encoder"):
                self.all_layers = []
                layer = self.embedding_output
                for index in range(config.num_layers):
                    with tf.variable_scope("layer_%d" % index):
                        inner = tf.layers.dense(layer, 2 * config.hidden_size, tf.nn.relu)
                        layer = layer + tf.layers.dense(inner, config.hidden_size)
                    self.all_layers.append(layer)
            self.sequence_output = self.all_layers[-1]

            # The first token stands for the whole sequence.
            with tf.variable_scope("pooler"):
                first = tf.squeeze(self.sequence_output[:, 0:1, :], axis=1)
                self.pooled_output = tf.layers.dense(first, config.hidden_size, activation=tf.tanh)

    def get_pooled_output(self):
        return self.pooled_output

    def get_sequence_output(self):
        """float [batch, time, hidden]."""
        return self.sequence_output

    def get_embedding_table(self):
        return self.embedding_table
