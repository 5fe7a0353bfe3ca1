"""A mistake of this tool costs the code that it makes it in, and nothing else."""

from __future__ import annotations

import ast

import pytest

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.rewrite import writer

NET = """\
import tensorflow as tf


def {name}(x):
    with tf.variable_scope("{name}"):
        return tf.layers.dense(x, 3, name="out")
"""
FILES = [SourceFile(f"{name}.py", NET.format(name=name)) for name in ("left", "right")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_module_that_does_not_parse(monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    imports = writer.rewrite_imports

    def broken(plan, facts, text, added):  # type: ignore[no-untyped-def]
        return imports(plan, facts, text + ("\n)" if "class Left" in text else ""), added)

    monkeypatch.setattr(writer, "rewrite_imports", broken)
    monkeypatch.setattr("tf1to2reuse.rewrite.parallel.SHARE", 1)
    result = rewrite(FILES, jobs=jobs)
    assert [change.path for change in result.changes] == ["right.py"]
    outcomes = {outcome.function: outcome.code for outcome in result.outcomes}
    assert outcomes == {"left.py:left": "refused-own-error", "right.py:right": ""}
    assert [f.severity for f in result.findings] == ["error"]


def test_module_without_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self, facts=None):  # type: ignore[no-untyped-def]
        raise IndexError("three")

    monkeypatch.setattr(writer.ModuleWriter, "change", broken)
    result = rewrite([SourceFile("m.py", "import tensorflow as tf\n\nprint(tf.placeholder)\n")])
    assert result.changes == ()
    [finding] = result.findings
    assert finding.code == "refused-own-error"
    assert "IndexError: three" in finding.message


def test_function_that_does_not_parse(monkeypatch: pytest.MonkeyPatch) -> None:
    write = writer.ClassWriter.write
    monkeypatch.setattr(
        writer.ClassWriter,
        "write",
        lambda self: ["class Left(:"] if self.unit.class_name == "Left" else write(self),
    )
    result = rewrite(FILES)
    assert [change.path for change in result.changes] == ["right.py"]
    ast.parse(result.changes[0].after)


def test_a_default_that_is_a_lambda_ends_no_header() -> None:
    result = rewrite(
        [
            SourceFile(
                "m.py",
                "import tensorflow as tf\n\n\n"
                "def net(x, act=lambda v: v, keys={'a': lambda v, w=1: [v, w]}):\n"
                "    def shown(value=lambda: 3):\n"
                "        return act(tf.log(value()))\n\n"
                "    return shown\n",
            )
        ]
    )
    assert [outcome.code for outcome in result.outcomes if outcome.code == "refused-own-error"] == []
    assert not [finding for finding in result.findings if finding.code == "refused-own-error"]
    assert "act(tf.math.log(value()))" in result.changes[0].after
