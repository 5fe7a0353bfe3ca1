"""Which TF1 functions can be moved or left where they are because they create, read and change nothing by name."""

from __future__ import annotations

from tf1to2reuse.apis.symbols import contrib, initializers, tables

# Creates no variable itself, but feeds, adds to a collection, opens a name or device scope, assigns, or asks the graph.
_NO_VARIABLES = """
tf.placeholder tf.placeholder_with_default tf.sparse_placeholder tf.sparse.placeholder tf.ragged.placeholder
tf.name_scope tf.device tf.control_dependencies tf.colocate_with tf.container tf.Graph tf.Session tf.InteractiveSession
tf.ConfigProto tf.GPUOptions tf.RunOptions tf.RunMetadata tf.gradients tf.hessians tf.assign tf.assign_add tf.assign_sub
tf.Print tf.print tf.Assert tf.debugging.Assert tf.py_func tf.numpy_function tf.py_function tf.add_check_numerics_ops
tf.add_to_collection tf.add_to_collections tf.get_collection tf.get_collection_ref tf.global_variables
tf.trainable_variables tf.local_variables tf.model_variables tf.moving_average_variables tf.all_variables
tf.global_variables_initializer tf.local_variables_initializer tf.variables_initializer tf.tables_initializer
tf.initialize_all_variables tf.initialize_local_variables tf.initialize_variables tf.initialize_all_tables
tf.get_default_graph tf.get_default_session tf.reset_default_graph tf.set_random_seed tf.random.set_random_seed
tf.get_variable_scope tf.executing_eagerly tf.timestamp tf.report_uninitialized_variables tf.is_variable_initialized
tf.train.Saver tf.train.latest_checkpoint tf.train.get_checkpoint_state tf.train.exponential_decay
tf.train.piecewise_constant tf.train.polynomial_decay tf.train.cosine_decay tf.train.natural_exp_decay
tf.train.inverse_time_decay tf.train.get_global_step tf.train.Coordinator tf.train.start_queue_runners
tf.train.list_variables tf.train.load_checkpoint tf.train.load_variable tf.import_graph_def
""".split()
_NO_VARIABLE_MODULES = (
    "tf.summary.",
    "tf.losses.",
    "tf.gfile.",
    "tf.io.gfile.",
    "tf.logging.",
    "tf.flags.",
    "tf.app.",
    "tf.distributions.",
    "tf.data.",
    "tf.errors.",
    "tf.test.",
    "tf.graph_util.",
    "tf.python_io.",
)


def is_pure_op(name: str) -> bool:
    """Whether a call only builds tensors (or an initializer, a shape, a nest) from its arguments.

    Functions that call back (``tf.cond``, ``tf.map_fn``) are not: what they call may create variables. Random ops are:
    see ``is_random``.
    """
    name = contrib.alias(name)
    return name in tables.pure() or name in initializers.ENTRIES or (contrib.leaf(name) or "") in initializers.CONTRIB


def is_random(name: str) -> bool:
    """Whether a pure op gives other numbers at every evaluation, so that moving or repeating it matters."""
    name = contrib.alias(name)
    last = name.rpartition(".")[2]
    named = last.startswith("random_") and not last.endswith("_initializer") or name.startswith("tf.random.")
    samplers = last.endswith("_candidate_sampler") or last in ("sampled_softmax_loss", "nce_loss")
    return is_pure_op(name) and (named or samplers or last in _RANDOM) and ".initializers." not in name


_RANDOM = {"truncated_normal", "multinomial", "dropout", "sample_distorted_bounding_box", "fractional_max_pool"}
_RANDOM |= {"fractional_avg_pool"}


def creates_no_variables(name: str) -> bool:
    """Whether a call can be passed over when variables are counted: pure ops, and those that feed, scope or collect."""
    name = contrib.alias(name)
    return is_pure_op(name) or name in _NO_VARIABLES or name.startswith(_NO_VARIABLE_MODULES)
