"""The shape rules against what TF 1.15.5 inferred for the same calls."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
import shape_cases as cases

from tf1to2reuse.apis.dims import DerivedDim
from tf1to2reuse.apis.shapes import infer

EXPECTED = json.loads((Path(__file__).parent / "expected.json").read_text())["shapes"]
# An unknown rank may be TF1's or the evaluator's, and TF1 folds constants: the rules say "doubtful" here.
LESS_EXACT = {"tf.reshape(i, [tf.shape(i)[0], 216])", "tf.reshape(r, [-1, 3])", "tf.shape(r)"}


class Tensor:
    def __init__(self, shape: tuple[object, ...] | None) -> None:
        self.shape = shape
        self.dtype = None


TENSORS = {name: Tensor(shape) for name, shape in (cases.SHAPES | cases.INTEGERS).items()}


def value_of(node: ast.expr) -> Any:
    if isinstance(node, ast.Name):
        return TENSORS[node.id]
    if isinstance(node, (ast.Call, ast.Subscript)):
        return Tensor(shape_of(node))
    if isinstance(node, (ast.List, ast.Tuple)):
        return [value_of(item) for item in node.elts]
    if isinstance(node, ast.Attribute):
        return None
    return ast.literal_eval(node)


def key_of(node: ast.expr) -> Any:
    if isinstance(node, ast.Tuple):
        return tuple(key_of(item) for item in node.elts)
    if isinstance(node, ast.Slice):
        return slice(
            *(None if part is None else value_of(part) for part in (node.lower, node.upper, node.step))
        )
    return value_of(node)


def shape_of(node: ast.expr) -> Any:
    if isinstance(node, ast.Subscript):
        return infer("getitem", [value_of(node.value), key_of(node.slice)], {})
    assert isinstance(node, ast.Call)
    keywords = {k.arg: value_of(k.value) for k in node.keywords if k.arg}
    return infer(ast.unparse(node.func), [value_of(argument) for argument in node.args], keywords)


def plain(shape: Any) -> Any:
    if isinstance(shape, list):
        return {"many": [plain(one) for one in shape]}
    return None if shape is None else list(shape)


def test_every_call_has_an_expectation() -> None:
    assert set(EXPECTED) == set(cases.calls())


@pytest.mark.parametrize("call", sorted(set(cases.calls()) - LESS_EXACT))
def test_shape_is_that_of_tf1(call: str) -> None:
    assert plain(shape_of(ast.parse(call, mode="eval").body)) == EXPECTED[call]


@pytest.mark.parametrize("call", sorted(LESS_EXACT))
def test_shape_from_a_tensor_is_said_to_be_doubtful(call: str) -> None:
    shape = shape_of(ast.parse(call, mode="eval").body)
    assert shape is None or [dim for dim in shape if isinstance(dim, DerivedDim) and dim.formula == "runtime"]
    assert shape is None or len(shape) == len(EXPECTED[call])


def test_symbols_are_carried_through() -> None:
    width = DerivedDim("symbol", ("ngf",))
    images = Tensor((None, 8, 8, width))
    assert infer("tf.nn.relu", [images], {}) == images.shape
    assert infer("tf.layers.dense", [images, width], {}) == images.shape
    assert infer("tf.concat", [[images, images], 3], {}) == infer("tf.concat", [[images, images], 3], {})
    assert infer("tf.reshape", [Tensor((4, 8, width)), [-1, width]], {}) == (32, width)


@pytest.mark.parametrize(
    ("op", "arguments", "keywords"),
    [
        ("tf.no_such_function", [Tensor((1,))], {}),
        ("tf.transpose", [Tensor(None)], {}),
        ("tf.transpose", [Tensor((1, 2)), Tensor((2,))], {}),
        ("tf.add", [Tensor((2,)), Tensor((3,))], {}),
        ("tf.reduce_sum", [Tensor((2, 3)), Tensor(())], {}),
        ("tf.nn.conv2d", [Tensor((1, 5, 5, 3)), Tensor((3, 3, 3, 4)), 1, object()], {}),
        ("tf.nn.relu", [], {"unheard_of": Tensor((2,))}),
        ("tf.reshape", [Tensor((2, 3)), [-1, 5]], {}),
        ("tf.layers.conv2d", [Tensor((1, 5, 5, 3)), 4, 3], {"data_format": object()}),
    ],
)
def test_doubt_is_an_unknown_rank(op: str, arguments: list[Any], keywords: dict[str, Any]) -> None:
    assert infer(op, arguments, keywords) is None
