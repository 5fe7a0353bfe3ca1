"""Options and skips: ``tf1`` tests need TensorFlow 1.15, ``corpus`` tests must be asked for."""

from __future__ import annotations

import os
import subprocess
from functools import cache

import pytest

TF1_CHECK = "import tensorflow as tf; assert tf.__version__.startswith('1.15.'), tf.__version__"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--tf1-python", default=None, help="Python with TensorFlow 1.15 (default: $TF1_PYTHON)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    no_tf1 = pytest.mark.skip(reason="needs TensorFlow 1.15: set --tf1-python or TF1_PYTHON")
    not_asked = pytest.mark.skip(reason="downloads packages: run with -m corpus")
    asked_for = config.getoption("markexpr", "") or ""
    for item in items:
        if "tf1" in item.keywords and not _tf1_name(config):
            item.add_marker(no_tf1)
        if "corpus" in item.keywords and "corpus" not in asked_for:
            item.add_marker(not_asked)


@pytest.fixture(scope="session")
def tf1_python(pytestconfig: pytest.Config) -> str:
    """The interpreter with TensorFlow 1.15. One that is named but does not work is an error, not a skip."""
    name = _tf1_name(pytestconfig)
    if not name:
        pytest.skip("needs TensorFlow 1.15: set --tf1-python or TF1_PYTHON")
    problem = _tf1_problem(name)
    if problem:
        pytest.fail(f"{name} has no TensorFlow 1.15: {problem}")
    return name


def _tf1_name(config: pytest.Config) -> str:
    return str(config.getoption("--tf1-python") or os.environ.get("TF1_PYTHON", ""))


@cache
def _tf1_problem(python: str) -> str:
    try:
        done = subprocess.run([python, "-c", TF1_CHECK], capture_output=True, text=True, check=False)
    except OSError as error:
        return str(error)
    return done.stderr[-500:] if done.returncode else ""
