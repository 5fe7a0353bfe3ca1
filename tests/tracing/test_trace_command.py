"""``trace`` as a command: what is wrong with a call is said before anything runs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tf1to2reuse.cli import main
from tf1to2reuse.tracing.trace import TRACER, started


def call(tree: Path, *arguments: str) -> Result:
    (tree / "train.py").write_text("raise SystemExit('it must not run')\n")
    return CliRunner().invoke(main, ["trace", "--tree", str(tree), *arguments])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Name the program to run after --, for example: trace -- python train.py."),
        (["--"], "Name the program to run after --, for example: trace -- python train.py."),
        (["--", "python"], "Name the script to run after the interpreter: trace -- python train.py."),
        (["--", "python", "-m"], "Name the script to run after the interpreter: trace -- python train.py."),
        (["--", "python", "-c", "1"], "A program given with -c has no file: write it into a script."),
        (["--", "make", "train"], "After -- comes python and a script, or a script; make is neither."),
        (["--", "python", "no.py"], "There is no program no.py."),
        (["--", "python", "-m", "no.such"], "There is no program no.such."),
    ],
)
def test_a_command_that_is_none(tmp_path: Path, arguments: list[str], message: str) -> None:
    result = call(tmp_path, *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"Error: {message}\n")


def test_a_probe_that_exists_is_kept_and_nothing_runs(tmp_path: Path) -> None:
    kept = tmp_path / "probe_train.py"
    kept.write_text("mine")
    result = call(tmp_path, "--", "python", str(tmp_path / "train.py"))
    assert result.exit_code == 2
    assert "exists: give another --out, or --overwrite to replace it" in result.stderr
    assert kept.read_text() == "mine"


@pytest.mark.parametrize("name", ["probe.txt", "my-probe.py", "no/such/folder/probe.py", "../probe.py"])
def test_a_probe_that_could_not_be_imported(tmp_path: Path, name: str) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    result = call(tree, "--out", str(tree / name), "--", "python", str(tree / "train.py"))
    assert result.exit_code == 2
    assert not list(tmp_path.rglob("probe*"))


def test_a_script_outside_of_the_tree(tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "train.py").write_text("")
    result = call(tmp_path / "tree", "--", "python", str(tmp_path / "train.py"))
    assert (result.exit_code, "give --tree the root" in result.stderr) == (2, True)


def test_an_interpreter_that_is_not_there(tmp_path: Path) -> None:
    result = call(tmp_path, "--tf1-python", "no-such-python", "--", str(tmp_path / "train.py"))
    assert result.exit_code == 2
    assert "There is no TF1 interpreter no-such-python" in result.stderr


def test_the_parts_of_a_command(tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    script.write_text("")
    words = ["python3.7", "-u", "-W", "ignore", str(script), "--steps", "3"]
    found = started(words, None, tmp_path)
    assert (found.interpreter, found.flags) == ("python3.7", ("-u", "-W", "ignore"))
    assert found.program == (str(script), "--steps", "3")
    assert started(words, "tf1/python", tmp_path).interpreter == "tf1/python"
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "__main__.py").write_text("")
    assert found.module == "train"
    assert started(["python", "-m", "pack"], None, tmp_path).module == "pack"
    assert started(["python", "-m", "pack"], None, tmp_path).script == tmp_path / "pack" / "__main__.py"


@pytest.mark.parametrize("file", sorted(TRACER.parent.glob("tf1_*.py")), ids=lambda file: file.name)
def test_what_runs_under_tf1_is_python_3_6(file: Path) -> None:
    ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 6))
