"""The hyper-parameters of the translator, one object for the whole program."""


class Hyperparameters:
    d_model = 8
    d_ff = 12
    num_blocks = 2
    num_heads = 2
    vocab_size = 11
    dropout_rate = 0.1


hp = Hyperparameters()
