"""A probe, run by a real TensorFlow 1, becomes one recording: a single .npz file.

    EXE tf1_recorder.py TREE PROBE_FILE:FUNCTION --out FILE [--path DIR]... [--random replace] [--cpu-nchw]
                        [--weight-scale F] [--checkpoint CKPT]

Standalone: Python 3.6 or newer, numpy and tensorflow 1.4 to 1.15 (or a newer one's v1 interface), and the
file seeded.py beside it. What the recording holds is described in docs/recordings.md. A failure is one JSON
line on stderr, marked with ERROR_MARK, and exit status 3.
"""

# Python 3.6 has no zip(strict=); inside an except clause the cause is kept without "from".
# ruff: noqa: B904

import argparse
import collections
import importlib
import importlib.util
import inspect
import json
import os
import sys
import tempfile
import traceback
import types
from typing import Any

FORMAT = 1
ERROR_MARK = "tf1to2reuse-recorder-error: "

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


class RecorderError(Exception):
    """A reason why there is no recording; ``kind`` selects the error class on the other side."""

    def __init__(self, kind: Any, message: Any) -> None:
        super().__init__(message)
        self.kind = kind


def load_file(name: Any, path: Any) -> Any:
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


# ---------------------------------------------------------------- the TensorFlow that runs the probe


def import_tensorflow() -> Any:
    """The TF1 interface, also installed under the name ``tensorflow`` when only TF2 is there."""
    try:
        import tensorflow
    except ImportError as error:
        raise RecorderError("no-tensorflow", "%s has no usable TensorFlow (%s)" % (sys.executable, error))
    if tensorflow.__version__.startswith("1."):
        return getattr(getattr(tensorflow, "compat", None), "v1", None) or tensorflow
    v1 = tensorflow.compat.v1
    v1.disable_v2_behavior()
    sys.modules["tensorflow"] = v1
    return v1


class Draws:
    """Stand-ins for TensorFlow's random operations, numbered per kind in the order the graph is built.

    TensorFlow's own initializers keep the original functions: their draws are neither replaced nor counted.
    """

    def __init__(self, tf: Any, seeded: Any) -> None:
        self.tf, self.seeded, self.count = tf, seeded, {}

    def tensor(self, kind: Any, shape: Any, dtype: Any) -> Any:
        from tensorflow.python.framework import tensor_util

        number = self.count.get(kind, 0)
        self.count[kind] = number + 1
        dtype = self.tf.as_dtype(dtype)
        shape = self.tf.convert_to_tensor(shape, self.tf.int32)
        known = tensor_util.constant_value(shape)
        if known is not None:
            return self.tf.constant(self.seeded.draw(kind, number, known), dtype)
        value = self.tf.py_func(
            lambda size: self.seeded.draw(kind, number, size).astype(dtype.as_numpy_dtype), [shape], dtype
        )
        value.set_shape([None] * shape.shape.as_list()[0])
        return value

    def random_normal(
        self,
        shape: Any,
        mean: Any = 0.0,
        stddev: Any = 1.0,
        dtype: Any = None,
        seed: Any = None,
        name: Any = None,
    ) -> Any:
        return self.tensor("normal", shape, dtype or self.tf.float32) * stddev + mean

    def truncated_normal(
        self,
        shape: Any,
        mean: Any = 0.0,
        stddev: Any = 1.0,
        dtype: Any = None,
        seed: Any = None,
        name: Any = None,
    ) -> Any:
        return self.tensor("truncated", shape, dtype or self.tf.float32) * stddev + mean

    def random_uniform(
        self,
        shape: Any,
        minval: Any = 0,
        maxval: Any = None,
        dtype: Any = None,
        seed: Any = None,
        name: Any = None,
        kind: Any = "uniform",
    ) -> Any:
        dtype = self.tf.as_dtype(dtype or self.tf.float32)
        maxval = 1 if maxval is None else maxval
        if dtype.is_floating:
            return self.tensor(kind, shape, dtype) * (maxval - minval) + minval
        span = self.tf.cast(maxval - minval, self.tf.float64)
        steps = self.tf.floor(self.tensor(kind, shape, self.tf.float64) * span)
        return self.tf.cast(steps, dtype) + minval

    def dropout_uniform(self, shape: Any, *args: Any, **kwargs: Any) -> Any:
        return self.random_uniform(shape, *args, kind="dropout", **kwargs)

    def categorical(
        self,
        logits: Any,
        num_samples: Any,
        seed: Any = None,
        name: Any = None,
        output_dtype: Any = None,
        dtype: Any = None,
    ) -> Any:
        tf = self.tf
        logits = tf.convert_to_tensor(logits)
        shape = tf.stack([tf.shape(logits)[0], num_samples, tf.shape(logits)[1]])
        gumbel = -tf.log(-tf.log(self.tensor("categorical", shape, logits.dtype)))
        scores = tf.expand_dims(logits, 1) + gumbel
        return tf.argmax(scores, -1, output_type=output_dtype or dtype or tf.int64)

    def install(self) -> Any:
        random_ops = importlib.import_module("tensorflow.python.ops.random_ops")
        nn_ops = importlib.import_module("tensorflow.python.ops.nn_ops")
        original = types.ModuleType(random_ops.__name__)
        vars(original).update(vars(random_ops))
        for name in (
            "tensorflow.python.ops.init_ops",
            "tensorflow.python.ops.init_ops_v2",
            "tensorflow.contrib.layers.python.layers.initializers",
        ):
            try:
                importlib.import_module(name).random_ops = original
            except ImportError:  # older versions have no init_ops_v2, newer ones no contrib
                continue
        for_dropout = types.ModuleType(random_ops.__name__)
        vars(for_dropout).update(vars(original), random_uniform=self.dropout_uniform)
        nn_ops.random_ops = for_dropout
        sys_tf = sys.modules["tensorflow"]
        flat = [sys_tf, self.tf, random_ops]
        nested = [getattr(module, "random", None) for module in (sys_tf, self.tf)]
        for module in flat:
            self._set(
                module, "random_normal", "random_uniform", "truncated_normal", multinomial="categorical"
            )
        for module in nested:
            if module is not None:
                self._set(
                    module,
                    "truncated_normal",
                    "categorical",
                    normal="random_normal",
                    uniform="random_uniform",
                    multinomial="categorical",
                )

    def _set(self, module: Any, *same: Any, **renamed: Any) -> Any:
        for public, own in list(zip(same, same)) + list(renamed.items()):
            if hasattr(module, public):
                setattr(module, public, getattr(self, own))


def emulate_nchw(tf: Any) -> Any:
    """Let the CPU, whose kernels know NHWC only, compute NCHW operations between two transposes."""
    from tensorflow.python.ops import gen_nn_ops

    order = [0, 2, 3, 1]

    def wrap(name: Any, image: Any) -> Any:
        if not hasattr(gen_nn_ops, name):
            name = "_" + name  # so TF 1.4 calls some of them
        original = getattr(gen_nn_ops, name)
        signature = inspect.signature(original)

        def call(*args: Any, **kwargs: Any) -> Any:
            values = signature.bind(*args, **kwargs).arguments
            if values.get("data_format") not in ("NCHW", b"NCHW"):
                return original(*args, **kwargs)
            values["data_format"] = "NHWC"
            for key in ("strides", "ksize", "dilations"):
                if key in values:
                    values[key] = [values[key][axis] for axis in order]
            values[image] = tf.transpose(values[image], order)
            if "input_sizes" in values:
                values["input_sizes"] = tf.gather(values["input_sizes"], order)
            return tf.transpose(original(**values), [0, 3, 1, 2])

        setattr(gen_nn_ops, name, call)

    for name, image in (
        ("conv2d", "input"),
        ("conv2d_backprop_input", "out_backprop"),
        ("avg_pool", "value"),
        ("max_pool", "input"),
        ("bias_add", "value"),
    ):
        wrap(name, image)


def note_requests(tree: Any) -> Any:
    """Where each variable is asked for through tf.get_variable from now on: ``file:line``s by name."""
    from tensorflow.python.ops import variable_scope

    requests = {}
    store = variable_scope._VariableStore
    original = store._get_single_variable

    def get(self, name: Any, *args: Any, **kwargs: Any) -> Any:
        variable = original(self, name, *args, **kwargs)
        requests.setdefault(name, []).append(calling_line(sys._getframe(1), tree))
        return variable

    store._get_single_variable = get
    return requests


def calling_line(frame: Any, tree: Any) -> Any:
    """``file:line`` of the nearest frame inside the tree."""
    while frame is not None:
        path = os.path.abspath(frame.f_code.co_filename)
        if path.startswith(tree + os.sep):
            return "%s:%s" % (inside_tree(path, tree), frame.f_lineno)
        frame = frame.f_back
    return ""


def sites_of(variable: Any, requests: Any, tree: Any) -> Any:
    """Every line that asks for a variable once, the one that made it first."""
    lines = requests.get(variable.op.name) or [line_of(variable.op, tree)]
    return list(collections.OrderedDict.fromkeys(line for line in lines if line))


# ---------------------------------------------------------------- building


def failing_place(error: Any, tree: Any) -> Any:
    """``file:line`` of the innermost frame inside the tree, else of the innermost frame."""
    if isinstance(error, SyntaxError) and error.filename:
        return "%s:%s" % (inside_tree(error.filename, tree), error.lineno)
    frames = traceback.extract_tb(error.__traceback__)
    inside = [f for f in frames if os.path.abspath(f[0]).startswith(tree + os.sep)] or frames
    if not inside:
        return ""
    return "%s:%s" % (inside_tree(inside[-1][0], tree), inside[-1][1])


def inside_tree(path: Any, tree: Any) -> Any:
    path = os.path.abspath(path)
    return (os.path.relpath(path, tree) if path.startswith(tree + os.sep) else path).replace(os.sep, "/")


def raised(error: Any, tree: Any, doing: Any) -> Any:
    place = failing_place(error, tree)
    last = traceback.format_exception_only(type(error), error)[-1].strip().splitlines()
    return RecorderError(
        "probe-raises", "the probe failed %s, at %s: %s" % (doing, place, last[0] if last else error)
    )


def load_probe(tree: Any, path: Any, function: Any) -> Any:
    if not os.path.isfile(path):
        raise RecorderError("probe-missing", "there is no probe file %s" % path)
    try:
        module = load_file(os.path.splitext(os.path.basename(path))[0], path)
    except (Exception, SystemExit) as error:
        raise raised(error, tree, "while it was imported")
    if not callable(getattr(module, function, None)):
        raise RecorderError(
            "probe-missing", "%s has no function %s" % (os.path.relpath(path, tree), function)
        )
    return getattr(module, function)


def is_own_pair(result: Any) -> Any:
    return isinstance(result, tuple) and len(result) == 2 and isinstance(result[1], dict)


def build(tf: Any, np: Any, probe: Any, tree: Any) -> Any:
    """Call the probe. Returns outputs by name, what to feed, and a description of every input."""
    feed, inputs = {}, []
    for name, parameter in inspect.signature(probe).parameters.items():
        if parameter.default is parameter.empty:
            raise RecorderError(
                "probe-result", "parameter %s of the probe has no example array as default" % name
            )
        value = np.asarray(parameter.default)
        placeholder = tf.placeholder(value.dtype, value.shape, name="input_" + name)
        feed[placeholder] = value
        inputs.append({"name": name, "own": False, "value": value, "order": -1})
    try:
        result = probe(*list(feed))
    except (Exception, SystemExit) as error:
        raise raised(error, tree, "while it built the model")
    outputs, own = result if is_own_pair(result) else (result, {})
    if not isinstance(outputs, dict) or not outputs:
        raise RecorderError(
            "probe-result", "the probe returned neither {name: tensor} nor ({name: tensor}, feed_dict)"
        )
    made = [op.name for op in tf.get_default_graph().get_operations() if op.type.startswith("Placeholder")]
    for placeholder, value in own.items():
        feed[placeholder] = np.asarray(value, placeholder.dtype.base_dtype.as_numpy_dtype)
        order = made.index(placeholder.op.name) if placeholder.op.name in made else -1
        inputs.append({"name": placeholder.op.name, "own": True, "value": feed[placeholder], "order": order})
    try:
        return {str(name): tf.convert_to_tensor(value) for name, value in outputs.items()}, feed, inputs
    except (TypeError, ValueError) as error:
        raise RecorderError(
            "probe-result", "an output of the probe is not a tensor: %s" % str(error).splitlines()[0]
        )


# ---------------------------------------------------------------- reading the graph


def subgraph(ops: Any) -> Any:
    """All operations that running ``ops`` may run, control inputs included."""
    seen, pending = set(), list(ops)
    while pending:
        op = pending.pop()
        if op not in seen:
            seen.add(op)
            pending.extend(op.control_inputs)
            pending.extend(tensor.op for tensor in op.inputs)
    return seen


def is_assignment(op: Any) -> Any:
    return op.type.startswith(("Assign", "Scatter", "ResourceScatter", "StatefulPartitionedCall"))


def assigned_by(op: Any, names: Any) -> Any:
    """Names of the variables that ``op`` may assign: those its inputs refer to (not: read a value of)."""
    found, pending = set(), list(op.inputs)
    while pending:
        tensor = pending.pop()
        if not (tensor.dtype._is_ref_dtype or tensor.dtype.name == "resource"):
            continue
        if tensor.op.name in names:
            found.add(tensor.op.name)
        elif tensor.op.type in ("Enter", "RefEnter", "Switch", "RefSwitch", "Identity", "RefIdentity"):
            pending.extend(tensor.op.inputs)
    return found


def reads_of(op: Any, names: Any) -> Any:
    """Names of the variables that ``op`` computes its value from."""
    seen, pending, found = set(), [op], set()
    while pending:
        current = pending.pop()
        if current in seen:
            continue
        seen.add(current)
        if current.name in names:
            found.add(current.name)
        else:
            pending.extend(tensor.op for tensor in current.inputs)
    return found


class Graph:
    """What the graph says about the outputs: who reads and who assigns which variable."""

    def __init__(self, outputs: Any, variables: Any) -> None:
        self.names = [variable.op.name for variable in variables]
        known = set(self.names)
        self.reads, self.assigns, self.reaches, self.ops = {}, {}, {}, set()
        for name, tensor in outputs.items():
            ops = subgraph([tensor.op])
            self.ops |= ops
            self.reads[name] = reads_of(tensor.op, known)
            self.reaches[name] = {op.name for op in ops if op.name in known}
            self.assigns[name] = set()
            for op in ops:
                if is_assignment(op):
                    self.assigns[name] |= assigned_by(op, known)


# ---------------------------------------------------------------- running


class Run:
    """One session with its variables filled; every evaluation starts from the same values."""

    def __init__(self, tf: Any, np: Any, session: Any, variables: Any, feed: Any) -> None:
        self.tf, self.np, self.session, self.feed = tf, np, session, feed
        self.variables = {variable.op.name: variable for variable in variables}
        self.setters = {}
        self.values = {}

    def fill(self, seeded: Any, weight_scale: Any, checkpoint: Any) -> Any:
        tf = self.tf
        start = [tf.global_variables_initializer(), tf.local_variables_initializer(), tf.tables_initializer()]
        for name, variable in self.variables.items():
            holder = tf.placeholder(variable.dtype.base_dtype, variable.shape)
            self.setters[name] = (tf.assign(variable, holder).op, holder)
        self.session.run(start[0], self._safe_start(seeded, weight_scale))
        self.session.run(start[1:])
        if checkpoint:
            self._restore(checkpoint)
        self.values = {name: self.session.run(variable) for name, variable in self.variables.items()}

    def _safe_start(self, seeded: Any, weight_scale: Any) -> Any:
        """Feed the initial values themselves, so that initializers that draw or read files never run."""
        start = dict(self.feed)
        for name, variable in self.variables.items():
            dtype, shape = variable.dtype.base_dtype, variable.shape
            if dtype.is_floating and shape.is_fully_defined():
                initial = variable.initializer.inputs[1]
                shape = tuple(int(size) for size in shape.as_list())
                start[initial] = seeded.initial_value(name, shape, dtype.as_numpy_dtype, weight_scale)
        return start

    def _restore(self, checkpoint: Any) -> Any:
        errors = self.tf.errors
        try:
            self.tf.train.Saver(list(self.variables.values())).restore(self.session, checkpoint)
        except (errors.OpError, ValueError) as error:
            text = str(getattr(error, "message", error)).split("Original error:")[-1].strip()
            reason = (text.splitlines() or ["no reason given"])[0][:300]
            raise RecorderError(
                "checkpoint", "the checkpoint %s cannot be restored: %s" % (checkpoint, reason)
            )

    def set(self, name: Any, value: Any) -> Any:
        operation, holder = self.setters[name]
        self.session.run(operation, {holder: value})

    def load(self, values: Any) -> Any:
        for name, value in values.items():
            self.set(name, value)

    def restore(self, names: Any) -> Any:
        self.load({name: self.values[name] for name in names})

    def evaluate(self, fetches: Any, assigned: Any) -> Any:
        """Values of ``fetches``, after which the variables they assign have their old values again."""
        try:
            return self.session.run(fetches, self.feed)
        finally:
            self.restore(assigned)


def groups_of(graph: Any, outputs: Any) -> Any:
    """Output names that may run together: all that assign nothing, and each other one alone."""
    still = [name for name in outputs if not graph.assigns[name]]
    return ([still] if still else []) + [[name] for name in outputs if graph.assigns[name]]


def gather_outputs(run: Any, graph: Any, outputs: Any) -> Any:
    values = {}
    for group in groups_of(graph, outputs):
        for name in group:  # alone, as DESIGN asks: nothing else of the graph runs beside it
            values[name] = run.evaluate(outputs[name], graph.assigns[name])
    return values


def gather_gradients(run: Any, graph: Any, outputs: Any, values: Any, trainable: Any, seeded: Any) -> Any:
    """Gradients by (output, variable), by output the reason why it has none, and the gradients' tensors."""
    tf, found, missing, fetched = run.tf, {}, {}, {}
    for name, tensor in outputs.items():
        if not tensor.dtype.is_floating or not trainable:
            continue
        cotangent = seeded.cotangent(name, values[name].shape, tensor.dtype.as_numpy_dtype)
        with tf.name_scope("gradients") as scope:  # where TF 1.4 looks for it if a TensorArray is the output
            against = tf.constant(cotangent)
        try:
            symbolic = tf.gradients([tensor], trainable, [against], name=scope)
        except (LookupError, ValueError, TypeError, NotImplementedError) as error:
            missing[name] = str(error).splitlines()[0]
            continue
        wanted = {
            variable.op.name: tf.convert_to_tensor(gradient)
            for variable, gradient in zip(trainable, symbolic)
            if gradient is not None
        }
        if not wanted:
            continue
        fetched[name] = wanted
        for variable, value in run.evaluate(wanted, graph.assigns[name]).items():
            found[name, variable] = value
    return found, missing, fetched


def gather_rounding(run: Any, graph: Any, fetches: Any, seeded: Any) -> Any:
    """max-abs change of every output and gradient when every input and weight moves by its last bit.

    ``fetches``: by output, the tensor with its value, and by variable the gradient with its value. Where a
    change is more than a comparison of floats usually shows, rounding alone explains as much.
    """
    np, names, feed = run.np, list(run.variables), run.feed
    of_outputs, of_gradients = np.zeros(len(fetches)), np.zeros((len(fetches), len(names)))
    for number in range(seeded.NUDGES):

        def nudge(name: Any, value: Any, number: Any = number) -> Any:
            return seeded.nudged(name, number, value) if np.asarray(value).dtype.kind == "f" else value

        moved = {name: nudge(name, run.values[name]) for name in names}
        run.load(moved)
        run.feed = {tensor: nudge(tensor.op.name, value) for tensor, value in feed.items()}
        for row, (output, ((tensor, value), gradients)) in enumerate(fetches.items()):
            wanted = {name: pair[0] for name, pair in gradients.items()}
            after = run.session.run([tensor, wanted], run.feed)
            run.load({name: moved[name] for name in graph.assigns[output]})
            change = seeded.largest_change(storable(np, value), storable(np, after[0]))
            of_outputs[row] = max(of_outputs[row], change)
            for name, gradient in after[1].items():
                cell = (row, names.index(name))
                of_gradients[cell] = max(
                    of_gradients[cell], seeded.largest_change(gradients[name][1], gradient)
                )
    run.feed = feed
    run.restore(names)
    return {"rounding/outputs": of_outputs, "rounding/gradients": of_gradients}


def plain_batch_norm(tf: Any, np: Any) -> Any:
    """Let plain operations compute what fused batch normalization does while training, as Keras does.

    Returns what undoes it. Both are right; where a gradient cancels out they differ by more than rounding.
    """
    from tensorflow.python.ops import nn

    original = nn.fused_batch_norm
    signature = inspect.signature(original)

    def plain(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        given = bound.arguments
        image = given["x"]
        fused = not given["is_training"] or given["data_format"] != "NHWC" or image.dtype != tf.float32
        if fused:
            return original(*args, **kwargs)
        mean, variance = tf.nn.moments(image, [0, 1, 2])
        factors = (given["offset"], given["scale"], given["epsilon"])
        value = tf.nn.batch_normalization(image, mean, variance, *factors)
        count = tf.cast(tf.size(image) // tf.shape(image)[-1], tf.float32)
        return value, mean, variance * count / tf.maximum(count - 1, 1)

    places = [nn, tf.nn, sys.modules["tensorflow"].nn]
    for place in places:
        place.fused_batch_norm = plain

    def undo() -> None:
        for place in places:
            place.fused_batch_norm = original

    return undo


def gather_kernels(tf: Any, np: Any, seeded: Any, program: Any, fetches: Any, names: Any) -> Any:
    """max-abs change of every output and gradient with plain operations in the place of fused ones.

    The program is built a second time. One that then makes other variables, or none, tells nothing: zeros.
    """
    probe, tree, options = program
    of_outputs, of_gradients = np.zeros(len(fetches)), np.zeros((len(fetches), len(names)))
    undo = plain_batch_norm(tf, np)
    try:
        with tf.Graph().as_default():
            options.restart()
            outputs, feed, _ = build(tf, np, probe, tree)
            variables, trainable = tf.global_variables(), tf.trainable_variables()
            if [variable.op.name for variable in variables] != names or set(outputs) != set(fetches):
                return of_outputs, of_gradients
            graph = Graph(outputs, variables)
            with tf.Session(config=session_config(tf)) as session:
                run = Run(tf, np, session, variables, feed)
                run.fill(seeded, options.weight_scale, options.checkpoint)
                values = gather_outputs(run, graph, outputs)
                gradients, _, _ = gather_gradients(run, graph, outputs, values, trainable, seeded)
    except (RecorderError, tf.errors.OpError):  # a program that can be built only once
        return of_outputs, of_gradients
    finally:
        undo()
    for row, (output, ((_, value), known)) in enumerate(fetches.items()):
        of_outputs[row] = seeded.largest_change(storable(np, value), storable(np, values[output]))
        for name, (_, gradient) in known.items():
            if (output, name) in gradients:
                change = seeded.largest_change(gradient, gradients[output, name])
                of_gradients[row, names.index(name)] = change
    return of_outputs, of_gradients


def uses_fused(graph: Any) -> Any:
    """Whether a fused batch normalization computes statistics of a batch."""
    fused = [op for op in graph.ops if op.type.startswith("FusedBatchNorm") and "Grad" not in op.type]
    return any(op.get_attr("is_training") for op in fused)


def gather_effects(run: Any, graph: Any, outputs: Any, values: Any, seeded: Any) -> Any:
    """max-abs change of every output when one variable is perturbed; nan where that was not tried."""
    np = run.np
    effects = np.full((len(run.variables), len(outputs)), np.nan)
    order = list(outputs)
    for row, name in enumerate(run.variables):
        value = np.asarray(run.values[name])
        if value.dtype.kind != "f":
            continue
        effects[row] = 0.0
        moved = seeded.perturbed(name, value)
        for group in groups_of(graph, outputs):
            reached = [output for output in group if name in graph.reaches[output]]
            if not reached:
                continue
            run.set(name, moved)
            assigned = set().union(*[graph.assigns[output] for output in reached])
            after = run.evaluate({output: outputs[output] for output in reached}, assigned | {name})
            for output in reached:
                effects[row, order.index(output)] = seeded.largest_change(values[output], after[output])
    return effects


def line_of(op: Any, tree: Any) -> Any:
    """``file:line`` of the innermost line of the tree that made an operation."""
    frames = [frame for frame in op.traceback if os.path.abspath(frame[0]).startswith(tree + os.sep)]
    return "%s:%s" % (inside_tree(frames[-1][0], tree), frames[-1][1]) if frames else ""


def gather_trace(run: Any, graph: Any, seeded: Any, tree: Any) -> Any:
    """Shape and fingerprint of every float tensor outside of loops and conditionals, in program order."""
    passive = ("Const", "Placeholder", "PlaceholderWithDefault", "VariableV2", "Variable", "ReadVariableOp")
    tensors = [
        tensor
        for op in sorted(graph.ops, key=lambda op: op._id)
        if op.type not in passive and not is_assignment(op) and op._get_control_flow_context() is None
        for tensor in op.outputs
        if tensor.dtype.is_floating and not tensor.dtype._is_ref_dtype
    ]
    assigned = set().union(*graph.assigns.values())
    try:
        values = run.evaluate(tensors, assigned)
    except (ValueError, run.tf.errors.OpError):  # only there to say where a difference starts
        return [], run.np.zeros((0, 2))
    described = [
        [tensor.name, [int(size) for size in value.shape], line_of(tensor.op, tree)]
        for tensor, value in zip(tensors, values)
    ]
    prints = [seeded.fingerprint(value) for value in values]
    return described, run.np.array(prints).reshape(len(prints), 2)


def update_operations(tf: Any, ops: Any) -> Any:
    """Assignments that a training step with its updates live would run, in the order they were created.

    ``ops``: everything that the outputs run.
    """
    collected = [getattr(item, "op", item) for item in tf.get_collection(tf.GraphKeys.UPDATE_OPS)]
    return sorted((op for op in ops | subgraph(collected) if is_assignment(op)), key=lambda op: op._id)


def run_once(session: Any, feed: Any, op: Any, names: Any, restore: Any) -> Any:
    """Run one assignment exactly once and no other: returns the names of the variables it assigned.

    Its operands are computed first, which may run other assignments on the way; ``restore`` undoes those.
    """
    assigned = assigned_by(op, names)
    others = set().union(*[assigned_by(inner, names) for inner in subgraph([op]) if is_assignment(inner)])
    operands = [
        tensor for tensor in op.inputs if not tensor.dtype._is_ref_dtype and tensor.dtype.name != "resource"
    ]
    values = session.run(operands, feed)
    restore(others)
    session.run(op, merged(feed, operands, values))
    restore(others - assigned)
    return assigned


def merged(feed: Any, tensors: Any, values: Any) -> Any:
    together = dict(feed)
    together.update(zip(tensors, values))
    return together


def fused_batch_sizes(run: Any, op: Any) -> Any:
    """How many values per channel each fused batch normalization behind ``op`` averages over."""
    sizes = []
    for inner in subgraph([op]):
        if (
            inner.type.startswith("FusedBatchNorm")
            and "Grad" not in inner.type
            and inner.get_attr("is_training")
        ):
            image = run.session.run(run.tf.shape(inner.inputs[0]), run.feed)
            channel = -1 if inner.get_attr("data_format") == b"NHWC" else 1
            sizes.append((inner._id, int(run.np.prod(image) // image[channel])))
    return [max(sizes)[1]] if sizes else []  # the nearest one: it was created last


def gather_step(run: Any, graph: Any, gradients: Any, trainable: Any, seeded: Any) -> Any:
    """One plain gradient descent step, and all updates once, each alone and in program order."""
    tf, np = run.tf, run.np
    total = {}
    for (_, variable), value in sorted(gradients.items()):
        total[variable] = total.get(variable, 0) + value
    step = {"updates": {}, "fused": {}, "missing": ""}
    pairs, holders = [], {}
    for variable in trainable:
        if variable.op.name in total:
            holder = tf.placeholder(variable.dtype.base_dtype, variable.shape)
            holders[holder] = total[variable.op.name]
            pairs.append((holder, variable))
    if pairs:
        run.session.run(tf.train.GradientDescentOptimizer(seeded.STEP_RATE).apply_gradients(pairs), holders)
    after = {v.op.name: run.session.run(v) for v in trainable}
    run.restore(after)
    state, known = dict(run.values), set(graph.names)

    def restore(wanted: Any) -> Any:
        for name in wanted:
            run.set(name, state[name])

    touched = set()
    for op in update_operations(tf, graph.ops):
        try:
            sizes = fused_batch_sizes(run, op)
            names = run_once(run.session, run.feed, op, known, restore)
        except (ValueError, TypeError, tf.errors.OpError) as error:
            step["missing"] = "update %s cannot run alone: %s" % (op.name, str(error).splitlines()[0])
            continue
        for name in names:
            touched.add(name)
            state[name] = run.session.run(run.variables[name])
            step["updates"][name] = step["updates"].get(name, 0) + 1
            step["fused"].setdefault(name, []).extend(sizes)
    after.update((name, state[name]) for name in touched)
    run.restore(touched)
    losses = [loss for loss in tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES) if is_layers_own(loss)]
    terms = run.session.run(losses, run.feed) if losses else []
    step["regularization"] = float(np.sum(terms))
    step["terms"] = [[loss.op.name, float(term)] for loss, term in zip(losses, terms)]
    return step, after


def is_layers_own(loss: Any) -> bool:
    """Whether a layer has put a loss there. apply_regularization hands its sum to the program itself."""
    return not str(loss.op.name).rpartition("/")[2].startswith("get_regularization_penalty")


# ---------------------------------------------------------------- writing


def storable(np: Any, value: Any) -> Any:
    value = np.asarray(value)
    return value.astype("S") if value.dtype.kind in "OU" else value


def describe(np: Any, value: Any) -> Any:
    value = storable(np, value)
    return {"shape": list(value.shape), "dtype": "string" if value.dtype.kind == "S" else str(value.dtype)}


def record(tf: Any, np: Any, seeded: Any, probe: Any, tree: Any, options: Any, requests: Any) -> Any:
    outputs, feed, inputs = build(tf, np, probe, tree)
    variables, trainable = tf.global_variables(), tf.trainable_variables()
    names = [variable.op.name for variable in variables]
    if len(set(names)) < len(names):
        raise RecorderError("probe-result", "two variables of the model have one name")
    graph = Graph(outputs, variables)
    with tf.Session(config=session_config(tf)) as session:
        run = Run(tf, np, session, variables, feed)
        try:
            run.fill(seeded, options.weight_scale, options.checkpoint)
            values = gather_outputs(run, graph, outputs)
            again = gather_outputs(run, graph, outputs)
            trace, prints = gather_trace(run, graph, seeded, tree)
            gradients, missing, fetched = gather_gradients(run, graph, outputs, values, trainable, seeded)
            fetches = {
                name: (
                    (outputs[name], values[name]),
                    {v: (tensor, gradients[name, v]) for v, tensor in fetched.get(name, {}).items()},
                )
                for name in outputs
            }
            rounding = gather_rounding(run, graph, fetches, seeded)
            effects = gather_effects(run, graph, outputs, values, seeded)
            step, after = gather_step(run, graph, gradients, trainable, seeded)
        except tf.errors.OpError as error:
            reason = str(error.message).splitlines()[0]
            raise RecorderError("probe-raises", "the probe's graph failed while it ran: %s" % reason)
    if uses_fused(graph):
        seen = {name: list(lines) for name, lines in requests.items()}
        kernels = gather_kernels(tf, np, seeded, (probe, tree, options), fetches, names)
        requests.clear()
        requests.update(seen)
        for part, other in zip(("rounding/outputs", "rounding/gradients"), kernels):
            rounding[part] = np.maximum(rounding[part], other)
    arrays = dict(rounding, effects=effects, trace=prints)
    arrays.update(("input/%d" % i, storable(np, item.pop("value"))) for i, item in enumerate(inputs))
    arrays.update(("output/%d" % i, storable(np, values[name])) for i, name in enumerate(outputs))
    arrays.update(("variable/%d" % i, storable(np, run.values[name])) for i, name in enumerate(names))
    arrays.update(("after/%d" % names.index(name), storable(np, value)) for name, value in after.items())
    arrays.update(
        ("gradient/%d/%d" % (list(outputs).index(output), names.index(variable)), value)
        for (output, variable), value in gradients.items()
    )
    trained = {variable.op.name for variable in trainable}
    for i, item in enumerate(inputs):
        item.update(describe(np, arrays["input/%d" % i]))
    meta = {
        "format": FORMAT,
        "tensorflow": tf.__version__ if hasattr(tf, "__version__") else sys.modules["tensorflow"].__version__,
        "numpy": np.__version__,
        "probe": options.probe.replace(os.sep, "/"),
        "settings": {
            "random": options.random,
            "cpu_nchw": options.cpu_nchw,
            "weight_scale": options.weight_scale,
            "checkpoint": bool(options.checkpoint),
            "paths": [path for path in options.path if not os.path.isabs(path)],
        },
        "inputs": inputs,
        "outputs": [
            dict(
                describe(np, values[name]),
                name=name,
                reads=[v for v in names if v in graph.reads[name]],
                assigns=[v for v in names if v in graph.assigns[name]],
                deterministic=seeded.largest_change(storable(np, values[name]), storable(np, again[name]))
                == 0,
                no_gradient=missing.get(name, ""),
            )
            for name in outputs
        ],
        "variables": [
            {
                "name": variable.op.name,
                "shape": [int(size) for size in np.shape(run.values[variable.op.name])],
                "dtype": variable.dtype.base_dtype.name,
                "trainable": variable.op.name in trained,
                "requests": len(requests.get(variable.op.name, ())),
                "sites": sites_of(variable, requests, tree),
            }
            for variable in variables
        ],
        "step": step,
        "trace": trace,
    }
    return meta, arrays


def session_config(tf: Any) -> Any:
    """One thread and no graph optimizer: the same order of operations in every run."""
    options = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    try:
        from tensorflow.core.protobuf.rewriter_config_pb2 import RewriterConfig

        options.graph_options.rewrite_options.CopyFrom(RewriterConfig(disable_meta_optimizer=True))
    except (ImportError, ValueError):  # versions before the switch existed
        options.graph_options.optimizer_options.opt_level = -1
    return options


def write(np: Any, out: Any, meta: Any, arrays: Any) -> Any:
    """The file appears whole or not at all."""
    text = json.dumps(meta, sort_keys=True).encode("utf-8")
    arrays = dict(arrays, meta=np.frombuffer(text, "uint8"))
    partial = "%s.part-%d.npz" % (out, os.getpid())
    try:
        np.savez_compressed(partial, **arrays)
        os.replace(partial, out)
    finally:
        if os.path.exists(partial):
            os.remove(partial)


def prepare_imports(tree: Any, probe_path: Any, paths: Any) -> Any:
    sys.path[:0] = [os.path.dirname(probe_path), tree]
    sys.path[2:2] = [os.path.join(tree, folder) for folder in paths]
    sys.argv = [probe_path]
    sys.dont_write_bytecode = True


def parse(arguments: Any) -> Any:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tree")
    parser.add_argument("probe", metavar="PROBE_FILE:FUNCTION")
    parser.add_argument("--out", required=True)
    parser.add_argument("--path", action="append", default=[])
    parser.add_argument("--random", choices=["replace"])
    parser.add_argument("--cpu-nchw", action="store_true")
    parser.add_argument("--weight-scale", type=float, default=1.0)
    parser.add_argument("--checkpoint")
    return parser.parse_args(arguments)


def run_options(options: Any) -> Any:
    here = os.path.dirname(os.path.abspath(__file__))
    seeded_path = os.path.join(here, "seeded.py")
    # The modules beside this script have everyday names that the program under test may use too.
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != here]
    out, tree = os.path.abspath(options.out), os.path.realpath(options.tree)
    if options.checkpoint:
        options.checkpoint = os.path.abspath(options.checkpoint)
    path, _, function = options.probe.rpartition(":")
    path = os.path.join(tree, path)
    if not os.path.isdir(tree):
        raise RecorderError("probe-missing", "there is no folder %s" % tree)
    try:
        import numpy as np
    except ImportError as error:
        raise RecorderError("no-tensorflow", "%s has no usable numpy (%s)" % (sys.executable, error))
    seeded = load_file("_tf1to2reuse_seeded", seeded_path)
    tf = import_tensorflow()
    prepare_imports(tree, path, options.path)
    tf.logging.set_verbosity(tf.logging.ERROR)
    draws = Draws(tf, seeded)
    if options.random:
        draws.install()
    if options.cpu_nchw:
        emulate_nchw(tf)
    requests = note_requests(tree)

    def restart() -> None:
        draws.count.clear()
        tf.set_random_seed(1)
        np.random.seed(1)

    options.restart = restart
    restart()
    with tempfile.TemporaryDirectory() as scratch:  # some programs write to the current folder
        os.chdir(scratch)
        try:
            probe = load_probe(tree, path, function)
            write(np, out, *record(tf, np, seeded, probe, tree, options, requests))
        finally:
            os.chdir(os.path.dirname(out))


def main(arguments: Any = None) -> Any:
    try:
        run_options(parse(arguments))
    except RecorderError as failure:
        message = {"kind": failure.kind, "message": str(failure)}
        sys.stderr.write("\n%s%s\n" % (ERROR_MARK, json.dumps(message)))
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
