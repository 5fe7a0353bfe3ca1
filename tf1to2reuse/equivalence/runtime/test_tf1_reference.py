"""What this program computed under TensorFlow 1 it still computes.

Each .npz file beside this one holds one probe: inputs, weights, and TensorFlow 1's outputs, gradients,
and weights after one training step. Needs pytest, numpy, and TensorFlow 2.16 or newer with Keras 3.
"""

import ast
import importlib.util
import json
import re
import sys
from contextlib import contextmanager
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

HERE = Path(__file__).resolve().parent
FILES = sorted(HERE.glob("*.npz"))


class Reference:
    """The numbers of one probe, and its layer, built by one call."""

    def __init__(self, file):
        with np.load(file, allow_pickle=False) as stored:
            self.arrays = {name: stored[name] for name in stored.files}
        self.meta = json.loads(self.arrays.pop("meta").tobytes())
        self.inputs = {
            name: tf.convert_to_tensor(self.arrays[f"input/{i}"])
            for i, name in enumerate(self.meta["inputs"])
        }
        self.functions = {}
        self.draws = None

    def build(self):
        tree = self.tree = (HERE / self.meta["root"]).resolve()
        file, _, name = self.meta["layer"].rpartition(":")
        sys.path[:0] = [
            str((tree / file).parent),
            str(tree),
            *(str(tree / path) for path in self.meta["paths"]),
        ]
        tf.random.set_seed(1)
        np.random.seed(1)
        self.layer = getattr(load_file(tree / file), name)()
        self.call()
        self.weights = [held(self.layer, weight["place"]) for weight in self.meta["weights"]]
        self.states = {id(underlying(weight)): i for i, weight in enumerate(self.weights) if is_state(weight)}

    def call(self):
        if self.draws is not None:
            self.draws.reset()
        return {name: tf.convert_to_tensor(value) for name, value in self.layer(**self.inputs).items()}

    def load(self):
        for i, weight in enumerate(self.weights):
            weight.assign(self.arrays[f"weight/{i}"])

    def groups(self):
        """Outputs by the statistics that TensorFlow 1 updated while it computed them."""
        found = {}
        for i, output in enumerate(self.meta["outputs"]):
            found.setdefault(frozenset(output["live"]), []).append(i)
        return found.items()

    @contextmanager
    def holding(self, live):
        """Other statistics stay: TensorFlow 1 computed each output without the updates of the others."""

        def stays(variable):
            return self.states.get(id(underlying(variable))) not in (None, *live)

        with frozen(keras.Variable, stays), frozen(type(tf.Variable(0.0)), stays):
            yield

    def outputs(self, live, traced):
        if not traced:
            return self.call()
        if live not in self.functions:
            self.functions[live] = tf.function(lambda: self.call())
        return self.functions[live]()

    def cotangent(self, i):
        return tf.constant(self.arrays[f"cotangent/{i}"])


@contextmanager
def frozen(cls, stays):
    """Inside, assigning a variable that ``stays`` does nothing."""
    names = ("assign", "assign_add", "assign_sub")
    before = {name: getattr(cls, name) for name in names}
    own = {name for name in names if name in vars(cls)}

    def held_back(original):
        def assign(self, value, *args, **kwargs):
            return self if stays(self) else original(self, value, *args, **kwargs)

        return tf.autograph.experimental.do_not_convert(assign)

    for name, original in before.items():
        setattr(cls, name, held_back(original))
    try:
        yield
    finally:
        for name, original in before.items():
            setattr(cls, name, original) if name in own else delattr(cls, name)


def underlying(variable):
    return variable if isinstance(variable, tf.Variable) else variable.value


def is_state(variable):
    return not variable.trainable and tf.as_dtype(variable.dtype).is_floating


def held(value, place):
    """What ``.encoder.h[0].kernel`` of the layer is."""
    for name, key in re.findall(r"""\.(\w+)|\[('.*?'|".*?"|\d+)\]""", place):
        if name and not name.isdecimal():
            value = getattr(value, name)
        else:
            value = value[ast.literal_eval(key or name)]
    return value


def load_file(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def close(expected, found, tolerance, what):
    """Largest absolute difference; nan equals nan, and other types than floating point must be equal."""
    expected, found = np.asarray(expected), np.asarray(found)
    if expected.dtype.kind != "f":
        found = found.astype("S") if found.dtype.kind in "OU" else found
        np.testing.assert_array_equal(found, expected, what)
    else:
        assert found.dtype == expected.dtype, what
        np.testing.assert_allclose(found, expected, rtol=0, atol=tolerance, err_msg=what)


@pytest.fixture(scope="module", params=FILES, ids=lambda file: file.stem)
def reference(request):
    made = Reference(request.param)
    path, known = list(sys.path), set(sys.modules)
    if made.meta["random"]:
        sys.path.insert(0, str(HERE))
        made.draws = load_file(HERE / "tf1_draws.py").Draws()
        made.draws.install()
    try:
        made.build()
        yield made
    finally:
        if made.draws is not None:
            made.draws.remove()
        sys.path[:] = path
        for name in set(sys.modules) - known:  # two probes may have modules of one name
            if made.tree in Path(getattr(sys.modules[name], "__file__", None) or "/").parents:
                del sys.modules[name]


def test_there_is_something_to_compare():
    assert FILES


def test_weights(reference):
    """Each weight of the layer is one of TensorFlow 1's variables, and no two are the same."""
    assert {id(weight) for weight in reference.layer.weights} == {id(weight) for weight in reference.weights}
    assert len({id(weight) for weight in reference.weights}) == len(reference.weights)
    for weight, known in zip(reference.weights, reference.meta["weights"]):
        assert bool(weight.trainable) == known["trainable"], known["tf1"]


@pytest.mark.parametrize("traced", [False, True], ids=["eager", "function"])
def test_outputs(reference, traced):
    for live, numbers in reference.groups():
        for part in [[i] for i in numbers] if live else [numbers]:
            reference.load()
            with reference.holding(live):
                found = reference.outputs(live, traced)
            for i in part:
                output = reference.meta["outputs"][i]
                close(
                    reference.arrays[f"output/{i}"],
                    found[output["name"]],
                    output["tolerance"],
                    output["name"],
                )


def test_gradients(reference):
    """An un-shared copy of a layer gives the same outputs; its gradients are others."""
    trained = [i for i, weight in enumerate(reference.meta["weights"]) if weight["trainable"]]
    variables = [underlying(reference.weights[i]) for i in trained]
    for live, numbers in reference.groups():
        reference.load()
        with reference.holding(live), tf.GradientTape(persistent=True) as tape:
            found = reference.call()
        for number in numbers:
            output = reference.meta["outputs"][number]
            if output["gradients"] is None:
                continue
            gradients = tape.gradient(
                found[output["name"]], variables, output_gradients=reference.cotangent(number)
            )
            for i, gradient in zip(trained, gradients):
                zeros = np.zeros_like(reference.arrays[f"weight/{i}"])
                expected = reference.arrays.get(f"gradient/{number}/{i}", zeros)
                made = zeros if gradient is None else tf.convert_to_tensor(gradient)
                what = f"gradient of {output['name']} by {reference.meta['weights'][i]['tf1']}"
                close(expected, made, output["gradients"][str(i)], what)


def test_training_step(reference):
    """One plain gradient descent step, then one forward pass that updates the statistics."""
    weights = list(reference.layer.trainable_weights)
    total = [0.0] * len(weights)
    for live, numbers in reference.groups():
        numbers = [i for i in numbers if reference.meta["outputs"][i]["gradients"]]
        if not numbers:
            continue
        reference.load()
        with reference.holding(live), tf.GradientTape() as tape:
            found = reference.call()
            loss = 0.0
            for i in numbers:
                value = found[reference.meta["outputs"][i]["name"]]
                loss += tf.cast(tf.reduce_sum(value * reference.cotangent(i)), tf.float64)
        for i, gradient in enumerate(tape.gradient(loss, [underlying(weight) for weight in weights])):
            if gradient is not None:
                total[i] += tf.convert_to_tensor(gradient)
    reference.load()
    pairs = [(value, weight) for value, weight in zip(total, weights) if tf.is_tensor(value)]
    if pairs:
        keras.optimizers.SGD(reference.meta["rate"]).apply_gradients(pairs)
    compare_after(reference, trained=True)
    reference.load()
    reference.call()
    compare_after(reference, trained=False)


def compare_after(reference, trained):
    for i, known in enumerate(reference.meta["weights"]):
        if known["trainable"] == trained and known["after"] is not None:
            found = underlying(reference.weights[i]).numpy()
            close(reference.arrays[f"after/{i}"], found, known["after"], f"{known['tf1']} after one step")


def test_regularization(reference):
    terms = [
        weight.regularizer(weight) for weight in reference.weights if getattr(weight, "regularizer", None)
    ]
    expected, tolerance = reference.meta["regularization"]
    assert abs(float(sum(map(float, terms))) - expected) <= tolerance
