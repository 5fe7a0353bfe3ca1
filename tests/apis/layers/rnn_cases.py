"""Cells run by ``tf.nn.dynamic_rnn`` under TF 1.15.5 (Python 3.6 syntax: both interpreters read this
file).
"""

CELLS = """
tf.nn.rnn_cell.BasicRNNCell(4)
tf.nn.rnn_cell.BasicRNNCell(4, activation=tf.nn.relu)
tf.nn.rnn_cell.BasicLSTMCell(4)
tf.nn.rnn_cell.BasicLSTMCell(4, forget_bias=0.0)
tf.nn.rnn_cell.BasicLSTMCell(num_units=3, activation=tf.nn.relu, name='mine')
tf.contrib.rnn.BasicLSTMCell(5, state_is_tuple=True)
tf.nn.rnn_cell.LSTMCell(4)
tf.contrib.rnn.LSTMCell(4, forget_bias=0.0)
tf.contrib.rnn.LSTMBlockCell(4)
tf.nn.rnn_cell.GRUCell(4)
tf.contrib.rnn.GRUCell(3, activation=tf.nn.relu)
tf.contrib.rnn.GRUBlockCellV2(4)
tf.contrib.rnn.GRUBlockCell(4)
tf.contrib.rnn.GRUBlockCell(cell_size=3, name='mine')
tf.nn.rnn_cell.GRUCell(1 + 2)
tf.contrib.rnn.GRUBlockCellV2(cell_size=3)
tf.contrib.cudnn_rnn.CudnnCompatibleLSTMCell(4)
tf.nn.rnn_cell.LSTMCell(4, use_peepholes=True)
tf.nn.rnn_cell.LSTMCell(4, num_proj=3)
tf.nn.rnn_cell.LSTMCell(4, use_peepholes=True, num_proj=3, activation=tf.nn.relu)
tf.nn.rnn_cell.LSTMCell(4, num_proj=2, proj_clip=0.05, cell_clip=0.1, forget_bias=0.3)
tf.contrib.rnn.LSTMBlockCell(4, use_peephole=True)
tf.contrib.rnn.LSTMBlockCell(4, forget_bias=0.4)
tf.nn.rnn_cell.LSTMCell(4, cell_clip=1.0)
tf.nn.rnn_cell.BasicLSTMCell(4, forget_bias=0.5)
tf.contrib.rnn.LayerNormBasicLSTMCell(4)
tf.contrib.rnn.LayerNormBasicLSTMCell(5, 0.3, activation=tf.nn.relu, norm_gain=0.5, norm_shift=0.2)
tf.contrib.rnn.LayerNormBasicLSTMCell(4, layer_norm=False)
tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell(4)
tf.contrib.rnn.UGRNNCell(4)
tf.contrib.rnn.UGRNNCell(3, forget_bias=0.5, activation=tf.nn.relu)
tf.contrib.rnn.NASCell(4)
tf.contrib.rnn.NASCell(4, 3, use_bias=True, name='mine')
tf.contrib.rnn.SRUCell(4)
tf.contrib.rnn.SRUCell(3, activation=tf.nn.relu)
tf.contrib.rnn.IndRNNCell(4)
tf.contrib.rnn.IndRNNCell(3, activation=tf.sigmoid)
"""

# Cells that drop something themselves; recorded with ``not_random`` too.
DROPPING = """
tf.contrib.rnn.LayerNormBasicLSTMCell(4, dropout_keep_prob=0.6)
tf.contrib.rnn.LayerNormBasicLSTMCell(4, layer_norm=False, dropout_keep_prob=0.5)
"""

# Cells around cells; dropout is ``not_random`` while these are recorded.
WRAPPED = """
tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.GRUCell(6), 0.7, 0.8, 0.9)
tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.LSTMCell(6), state_keep_prob=0.6)
tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.LSTMCell(4), input_keep_prob=0.7, output_keep_prob=0.5)
tf.contrib.rnn.DropoutWrapper(tf.contrib.rnn.BasicLSTMCell(4, forget_bias=0.0), output_keep_prob=1)
tf.nn.rnn_cell.ResidualWrapper(tf.nn.rnn_cell.BasicLSTMCell(6))
tf.nn.rnn_cell.ResidualWrapper(tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.GRUCell(6), output_keep_prob=0.5))
tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.ResidualWrapper(tf.nn.rnn_cell.GRUCell(6)), input_keep_prob=0.5)
tf.contrib.rnn.DeviceWrapper(tf.nn.rnn_cell.BasicRNNCell(4), '/cpu:0')
"""
LENGTHS = [None, [10, 4, 7]]


def lines(text):
    return text.strip().split("\n")


def not_random(x, rate, noise_shape=None, seed=None, name=None):
    """In the place of dropout: something that depends on the rate and changes zeros, too."""
    return x * (1.0 - 0.5 * rate) + 0.1 * rate
