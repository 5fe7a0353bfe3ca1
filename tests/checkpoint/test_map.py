"""Walking objects along a manifest, and what is left over or does not fit on either side."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tf1to2reuse.checkpoint.manifest import ManifestError, load_manifest, parse_manifest
from tf1to2reuse.checkpoint.map import CheckpointMap, Tf1Variable, match, to_keras, to_tf1
from tf1to2reuse.checkpoint.walk import Root, walk


class Weight:
    def __init__(self, *shape: int, dtype: str = "float32") -> None:
        self.shape, self.dtype, self.name = shape, dtype, "weight"

    def assign(self, value: Any) -> None:
        raise AssertionError("the map only looks")


class Dense:
    def __init__(self, name: str = "dense", bias: bool = True) -> None:
        self.name = name
        self.kernel = Weight(2, 3)
        self.bias = Weight(3) if bias else None


DENSE = {"kernel": "kernel", "bias": "bias"}


@pytest.fixture
def program(tmp_path: Path) -> Iterator[ModuleType]:
    """A module of a rewritten tree, with a class Block and one that inherits from it."""
    module = ModuleType("walked_program")
    module.__file__ = str(tmp_path / "net.py")
    module.__dict__["__name__"] = "walked_program"
    exec("class Block: pass\nclass Child(Block): pass\n", module.__dict__)
    sys.modules["walked_program"] = module
    yield module
    del sys.modules["walked_program"]


def found(
    tree: Path, value: Any, slots: list[dict[str, Any]], child: list[dict[str, Any]] | None = None
) -> Any:
    classes = {"net.py:Block": {"kind": "layer", "slots": slots}}
    if child is not None:
        classes["net.py:Child"] = {"kind": "layer", "slots": child}
    manifest = parse_manifest({"version": 1, "classes": classes})
    return walk([Root(value, manifest.classes["net.py:Block"], "top", "root")], manifest, tree)


def names(result: Any) -> list[str]:
    assert not result[1], result[1]
    return [name for item in result[0] for name in item.names]


def block(program: ModuleType, **attributes: Any) -> Any:
    made = program.Block()
    made.__dict__.update(attributes)
    return made


def test_lists_dictionaries_and_absent_attributes(program: ModuleType, tmp_path: Path) -> None:
    value = block(
        program,
        w=Weight(1),
        h=[block(program, w=Weight(2)), None, block(program, w=Weight(3))],
        parts={"h0": Dense("x"), "g0": Dense("y", bias=False)},
    )
    slots = [
        {"attribute": "w", "kind": "weight", "path": "w"},
        {"attribute": "gone", "kind": "weight", "path": "gone"},
        {"attribute": "h", "kind": "layer", "path": "h{index}", "many": "list"},
        {
            "attribute": "parts",
            "kind": "keras",
            "path": "{key}",
            "many": "dict",
            "match": "g{}",
            "weights": DENSE,
        },
        {
            "attribute": "parts",
            "kind": "keras",
            "path": "{name}",
            "many": "dict",
            "match": "h{}",
            "weights": DENSE,
        },
    ]
    expected = ["top/w", "top/h0/w", "top/h2/w", "top/g0/kernel", "top/x/kernel", "top/x/bias"]
    assert names(found(tmp_path, value, slots)) == expected


def test_numbering_follows_slots_through_owners_that_open_no_scope(
    program: ModuleType, tmp_path: Path
) -> None:
    slots = [
        {"attribute": "first", "kind": "keras", "path": "{auto:dense}", "weights": {"kernel": "kernel"}},
        {"attribute": "inner", "kind": "layer", "path": ""},
        {"attribute": "last", "kind": "keras", "path": "{auto:dense}", "weights": {"kernel": "kernel"}},
    ]
    inner = block(program, first=Dense())
    value = block(program, first=Dense(), inner=inner, last=Dense())
    expected = ["top/dense/kernel", "top/dense_1/kernel", "top/dense_2/kernel"]
    assert names(found(tmp_path, value, slots)) == expected


def test_nested_lists_are_numbered_but_have_no_index(program: ModuleType, tmp_path: Path) -> None:
    slot = {
        "attribute": "d",
        "kind": "keras",
        "path": "{auto:dense}",
        "many": "list",
        "weights": {"kernel": "kernel"},
    }
    value = block(program, d=[[Dense()], [Dense(), Dense()]])
    assert [name.split("/")[1] for name in names(found(tmp_path, value, [slot]))] == [
        "dense",
        "dense_1",
        "dense_2",
    ]
    _, problems = found(tmp_path, value, [{**slot, "path": "h{index}"}])
    assert {problem.code for problem in problems} == {"bad-slot"}


def test_a_subclass_has_the_slots_of_its_base_first(program: ModuleType, tmp_path: Path) -> None:
    child = program.Child()
    child.a, child.b = Weight(1), Weight(2)
    manifest_slots = [{"attribute": "a", "kind": "weight", "path": "a"}]
    value = block(program, c=child)
    slots = [*manifest_slots, {"attribute": "c", "kind": "layer", "path": "c"}]
    own = [{"attribute": "b", "kind": "weight", "path": "b"}]
    assert names(found(tmp_path, value, slots, own)) == ["top/c/a", "top/c/b"]


def test_absolute_paths_and_dotted_attributes(program: ModuleType, tmp_path: Path) -> None:
    value = block(program, cell=SimpleNamespace(inner=Dense()))
    slot = {
        "attribute": "cell",
        "kind": "keras",
        "path": "/shared/cell",
        "weights": {"inner.kernel": "kernel"},
    }
    assert names(found(tmp_path, value, [slot])) == ["shared/cell/kernel"]


def test_an_instance_of_an_unknown_class_is_reported(program: ModuleType, tmp_path: Path) -> None:
    value = block(program, x=Dense())
    _, problems = found(tmp_path, value, [{"attribute": "x", "kind": "layer", "path": "x"}])
    assert [problem.code for problem in problems] == ["unknown-class"]


def test_one_instance_under_two_paths_is_one_weight_with_two_names(
    program: ModuleType, tmp_path: Path
) -> None:
    shared = Dense()
    slots = [
        {"attribute": a, "kind": "keras", "path": a, "weights": {"kernel": "kernel"}}
        for a in ("left", "right")
    ]
    items, _ = found(tmp_path, block(program, left=shared, right=shared), slots)
    result = match(items, [Tf1Variable(f"top/{a}/kernel", (2, 3), "float32") for a in ("left", "right")], [])
    assert "weight-twice" in {problem.code for problem in result.problems}


def lstm(program: ModuleType, tree: Path) -> Any:
    layer = SimpleNamespace(
        name="lstm",
        cell=SimpleNamespace(kernel=Weight(3, 16), recurrent_kernel=Weight(4, 16), bias=Weight(16)),
    )
    weights = {"cell.kernel": "cell/kernel", "cell.recurrent_kernel": "cell/kernel", "cell.bias": "cell/bias"}
    slot = {"attribute": "rnn", "kind": "keras", "path": "rnn", "weights": weights, "transform": "lstm"}
    return found(tree, block(program, rnn=layer), [slot])


def test_a_root_that_another_one_holds_is_walked_in_its_scope(program: ModuleType, tmp_path: Path) -> None:
    slots = [
        {"attribute": "w", "kind": "weight", "path": "w"},
        {"attribute": "net", "kind": "layer", "path": "global"},
    ]
    manifest = parse_manifest({"version": 1, "classes": {"net.py:Block": {"kind": "holder", "slots": slots}}})
    inner = block(program, w=Weight(1))
    outer = block(program, net=inner)
    roots = [Root(value, manifest.classes["net.py:Block"]) for value in (inner, outer)]
    assert names(walk(roots, manifest, tmp_path)) == ["global/w"]


def test_a_transform_maps_a_group(program: ModuleType, tmp_path: Path) -> None:
    import numpy as np

    (item,), problems = lstm(program, tmp_path)
    assert not problems and item.names == ("top/rnn/cell/kernel", "top/rnn/cell/bias")
    values = {item.names[0]: np.arange(7.0 * 16).reshape(7, 16), item.names[1]: np.arange(16.0)}
    arrays = to_keras(item, values)
    assert [array.shape for array in arrays] == [(3, 16), (4, 16), (16,)]
    for name, array in to_tf1(item, arrays).items():
        np.testing.assert_array_equal(array, values[name])
    tf1 = [Tf1Variable(item.names[0], (7, 16), "float32"), Tf1Variable(item.names[1], (16,), "float32")]
    assert not match([item], tf1, []).problems
    assert match([item], [Tf1Variable(item.names[0], (8, 16), "float32"), tf1[1]], []).problems


def codes(result: CheckpointMap) -> list[str]:
    return [problem.code for problem in result.problems]


def test_leftovers_shapes_and_dtypes(program: ModuleType, tmp_path: Path) -> None:
    weight = Weight(2)
    items, _ = found(tmp_path, block(program, w=weight), [{"attribute": "w", "kind": "weight", "path": "w"}])
    good = Tf1Variable("top/w", (2,), "float32")
    assert codes(match(items, [good], [(weight, "Block")])) == []
    assert codes(match(items, [good], [(weight, ""), (Weight(5), "Extra")])) == ["leftover-keras"]
    assert codes(match(items, [good, Tf1Variable("top/v", (1,), "float32")], [])) == ["leftover-tf1"]
    assert codes(match(items, [], [])) == ["unknown-name"]
    assert codes(match(items, [Tf1Variable("top/w", (3,), "float32")], [])) == ["shape"]
    assert codes(match(items, [Tf1Variable("top/w", (2,), "float64")], [])) == ["dtype"]


def test_what_only_one_side_trains_is_a_problem(program: ModuleType, tmp_path: Path) -> None:
    weight = Weight(2)
    weight.trainable = True  # type: ignore[attr-defined]
    items, _ = found(tmp_path, block(program, w=weight), [{"attribute": "w", "kind": "weight", "path": "w"}])
    assert codes(match(items, [Tf1Variable("top/w", (2,), "float32", trainable=True)], [])) == []
    assert codes(match(items, [Tf1Variable("top/w", (2,), "float32", trainable=False)], [])) == ["trainable"]


def test_what_is_no_weight_is_listed_and_no_problem(program: ModuleType, tmp_path: Path) -> None:
    items, _ = found(
        tmp_path, block(program, w=Weight(2)), [{"attribute": "w", "kind": "weight", "path": "w"}]
    )
    others = ["top/w/Adam", "top/w/Adam_1", "beta1_power", "global_step", "top/w/ExponentialMovingAverage"]
    tf1 = [Tf1Variable(name, (), "float32") for name in others]
    tf1 += [Tf1Variable("top/w", (2,), "float32"), Tf1Variable("top/unused", (1,), "float32", dead=True)]
    result = match(items, tf1, [])
    assert result.problems == ()
    assert {skipped.name for skipped in result.skipped} == {*others, "top/unused"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "cannot be read"),
        ("[]", "version None"),
        ('{"version": 2}', "version 2"),
        ('{"version": 1, "classes": {"a.py:A": {}}}', "a.py:A"),
        ('{"version": 1, "classes": {"a.py:A": {"kind": "layer", "slots": [{"attribute": "x"}]}}}', "a.py:A"),
        (
            '{"version": 1, "classes": {"a.py:A": {"kind": "layer", "slots": '
            '[{"attribute": "x", "kind": "blob", "path": ""}]}}}',
            "unknown kind 'blob'",
        ),
    ],
)
def test_a_bad_manifest_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "tf1to2reuse.json").write_text(text, encoding="utf-8")
    with pytest.raises(ManifestError, match=message):
        load_manifest(tmp_path)


def test_a_missing_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"no tf1to2reuse\.json"):
        load_manifest(tmp_path)


def test_the_manifest_of_the_design_page_is_read(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "design.md"
    text = page.read_text(encoding="utf-8")
    start, end = text.index('    {\n      "version"'), text.index("\n    }\n") + len("\n    }\n")
    manifest = parse_manifest(json.loads(text[start:end]))
    assert manifest.classes["src/model.py:Block"].slots[3].weights == {
        "kernel": ("kernel",),
        "bias": ("bias",),
    }
    assert manifest.probes == {"probe.py:probe_model": "probe.py:ProbeModel"}
