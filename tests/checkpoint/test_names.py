"""Path templates, TF1's numbering, dictionary keys, and bookkeeping variables."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tf1to2reuse.checkpoint.names import (
    Counters,
    Instance,
    TemplateError,
    auxiliary,
    evidence,
    expand,
    key_matches,
)

ITEM = Instance(name="enc", index=2, key="b")


@pytest.mark.parametrize(
    ("template", "scope", "path"),
    [
        ("w", "a/b", "a/b/w"),
        ("", "a/b", "a/b"),
        ("", "", ""),
        ("w", "", "w"),
        ("/x/w", "a/b", "x/w"),
        ("h{index}", "a", "a/h2"),
        ("h{index+1}", "a", "a/h3"),
        ("h{index-1}", "a", "a/h1"),
        ("h{7-index}", "a", "a/h5"),
        ("{name}", "a", "a/enc"),
        ("{key}/conv", "a", "a/b/conv"),
        ("part_{key}_{index}", "", "part_b_2"),
    ],
)
def test_templates(template: str, scope: str, path: str) -> None:
    assert expand(template, scope, ITEM, Counters()) == path


def test_the_same_place_of_a_list_of_the_owner() -> None:
    owner = SimpleNamespace(sizes=[3, 5, 7], short=[3], number=3)
    item = Instance(index=2, owner=owner)
    assert expand("conv-{item:sizes}/w", "a", item, Counters()) == "a/conv-7/w"
    assert evidence("conv-{item:sizes}") == "place in its list"
    for name in ("short", "number", "gone"):
        with pytest.raises(TemplateError, match="item"):
            expand(f"conv-{{item:{name}}}", "a", item, Counters())


def test_unnamed_layers_are_numbered_per_scope_and_base() -> None:
    counters = Counters()
    asked = [("{auto:dense}", "a"), ("{auto:dense}", "a"), ("{auto:conv2d}", "a"), ("{auto:dense}", "b")]
    asked += [("sub/{auto:dense}", "a"), ("{auto:dense}", "a")]
    paths = [expand(template, scope, Instance(), counters) for template, scope in asked]
    assert paths == ["a/dense", "a/dense_1", "a/conv2d", "b/dense", "a/sub/dense", "a/dense_2"]


def test_a_template_must_get_what_it_asks_for() -> None:
    with pytest.raises(TemplateError, match="index"):
        expand("h{index}", "a", Instance(name="x"), Counters())


@pytest.mark.parametrize(
    ("pattern", "key", "fits"),
    [
        ("h{}", "h12", True),
        ("h{}", "g1", False),
        ("", "any", True),
        ("a.b{}", "axb1", False),
        ("{}", "", False),
    ],
)
def test_keys(pattern: str, key: str, fits: bool) -> None:
    assert key_matches(pattern, key) is fits


def test_evidence_says_what_a_match_rests_on() -> None:
    assert evidence("encoder/w") == "name"
    assert evidence("{name}") == "name"
    assert evidence("{auto:dense}") == "first-use order in its scope"
    assert evidence("h{index}") == "place in its list"
    assert evidence("h{7-index}") == "place in its list"
    assert evidence("{key}") == "key in its dictionary"


def test_bookkeeping_is_told_from_weights() -> None:
    names = ["a/w", "a/w/Adam", "opt/a/w/Momentum", "beta1_power", "global_step", "b/Adam"]
    names += ["a/w/ExponentialMovingAverage"]
    kinds = {name: auxiliary(name, names) for name in names}
    assert kinds == {
        "a/w": "",
        "a/w/Adam": "optimizer slot",
        "opt/a/w/Momentum": "optimizer slot",
        "beta1_power": "optimizer state",
        "global_step": "global step",
        "b/Adam": "",  # a weight that somebody called Adam: b is no variable
        "a/w/ExponentialMovingAverage": "moving average shadow",
    }
