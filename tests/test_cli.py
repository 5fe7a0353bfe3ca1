"""The commands: what goes to stdout, what to stderr, and the exit status, with a pipeline that we choose."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import types
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tf1to2reuse.cli import main
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import (
    FileChange,
    Finding,
    LedgerRow,
    LedgerSite,
    Outcome,
    Place,
    RewriteResult,
    ScanResult,
)


class OldToNew:
    """A pipeline that turns the word OLD into NEW, adds new.py when it did, and refuses lines with REFUSE."""

    def __init__(self) -> None:
        self.jobs: list[int] = []

    def scan(self, files: Sequence[SourceFile], *, jobs: int) -> ScanResult:
        self.jobs.append(jobs)
        rows = tuple(self._row(file) for file in files if "OLD" in file.text)
        return ScanResult(rows, files=len(files))

    def _row(self, file: SourceFile) -> LedgerRow:
        return LedgerRow("old/w", file.path, (2, 3), True, (LedgerSite(Place(file.path, 1), "created"),))

    def rewrite(
        self, files: Sequence[SourceFile], *, jobs: int, progress: Callable[[int, int], None] | None
    ) -> RewriteResult:
        self.jobs.append(jobs)
        assert progress is not None
        for number in range(len(files)):
            progress(number + 1, len(files))
        changes = [
            FileChange(f.path, f.text, f.text.replace("OLD", "MORE = 0\nNEW"))
            for f in files
            if "OLD" in f.text
        ]
        added = [FileChange("new.py", "", "x = 1\n")] if changes else []
        refused = [
            Outcome("f", Place(f.path, 1), "refused", code="refused-test", reason="It says REFUSE.")
            for f in files
            if "REFUSE" in f.text
        ]
        return RewriteResult((*changes, *added), tuple(refused), files=len(files), manifest={"version": 1})


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> OldToNew:
    fake, steps = types.ModuleType("tf1to2reuse.pipeline"), OldToNew()
    vars(fake).update(scan=steps.scan, rewrite=steps.rewrite)
    monkeypatch.setitem(sys.modules, "tf1to2reuse.pipeline", fake)
    monkeypatch.setattr("tf1to2reuse.pipeline", fake, raising=False)
    return steps


@pytest.fixture
def tree(tmp_path: Path, pipeline: OldToNew) -> Path:
    root = tmp_path / "tree"
    root.mkdir()
    (root / "a.py").write_bytes(b"\xef\xbb\xbfOLD = 1\r\n")
    (root / "b.py").write_text("b = 2\n")
    (root / "data.txt").write_text("data")
    return root


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, "-C", str(folder), *arguments], check=True, capture_output=True)


def test_scan_shows_the_ledger(tree: Path) -> None:
    result = run("scan", tree)
    assert result.exit_code == 0
    assert "  old/w  [2, 3]\n      created            a.py:1\n" in result.stdout
    assert result.stderr == ""


def test_rewrite_is_a_dry_run(tree: Path) -> None:
    before = snapshot(tree)
    result = run("rewrite", tree)
    assert result.exit_code == 0
    assert (
        "--- a/a.py\n+++ b/a.py\n@@ -1 +1,2 @@\n-OLD = 1\r\n+MORE = 0\r\n+NEW = 1\r\n"
        in result.stdout_bytes.decode()
    )
    assert "2 files read, changes in 2 (1 new)\n" in result.stdout
    assert "\x1b" not in result.stdout
    assert snapshot(tree) == before


@pytest.mark.parametrize(("word", "status"), [("OLD", 1), ("ODD", 0)])
def test_check(tree: Path, word: str, status: int) -> None:
    (tree / "a.py").write_text(f"{word} = 1\n")
    assert run("rewrite", tree, "--check").exit_code == status


def test_write(tree: Path) -> None:
    result = run("rewrite", tree, "--write")
    assert result.exit_code == 0, result.output
    assert snapshot(tree) == {
        "a.py": b"\xef\xbb\xbfMORE = 0\r\nNEW = 1\r\n",
        "b.py": b"b = 2\n",
        "data.txt": b"data",
        "new.py": b"x = 1\n",
        "tf1to2reuse.json": b'{\n  "version": 1\n}\n',
    }
    assert "@@" not in result.stdout
    assert "3 files written" in result.stderr


def test_a_second_run_changes_nothing(tree: Path) -> None:
    run("rewrite", tree, "--write")
    first = snapshot(tree)
    second = run("rewrite", tree, "--write")
    assert (second.exit_code, snapshot(tree)) == (0, first)
    assert run("rewrite", tree, "--check").exit_code == 0


def test_out(tree: Path, tmp_path: Path) -> None:
    before = snapshot(tree)
    result = run("rewrite", tree, "--out", tmp_path / "new")
    assert result.exit_code == 0, result.output
    assert snapshot(tree) == before
    assert set(snapshot(tmp_path / "new")) == {*before, "new.py", "tf1to2reuse.json"}
    assert (tmp_path / "new/a.py").read_bytes() == b"\xef\xbb\xbfMORE = 0\r\nNEW = 1\r\n"


def test_out_of_a_tree_without_work_is_a_plain_copy(tree: Path, tmp_path: Path) -> None:
    (tree / "a.py").write_text("a = 1\n")
    run("rewrite", tree, "--out", tmp_path / "new")
    assert snapshot(tmp_path / "new") == snapshot(tree)


def test_out_copies_read_only_files_too(tree: Path, tmp_path: Path) -> None:
    (tree / "a.py").chmod(0o444)
    assert run("rewrite", tree, "--out", tmp_path / "new").exit_code == 0
    assert (tmp_path / "new/a.py").stat().st_mode & 0o777 == 0o444
    assert b"NEW" in (tmp_path / "new/a.py").read_bytes()


def test_a_read_only_file(tree: Path) -> None:
    (tree / "c.py").write_text("OLD\n")
    (tree / "c.py").chmod(0o444)
    before = snapshot(tree)
    result = run("rewrite", tree, "--write")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"Error: {tree / 'c.py'} is read-only; nothing was written.\n"
    assert snapshot(tree) == before


def test_uncommitted_changes(tree: Path) -> None:
    git(tree, "init", "-q", ".")
    git(tree, "add", ".")
    git(tree, "commit", "-qm", "first")
    (tree / "b.py").write_text("b = 3\n")  # not a file that would change
    (tree / "a.py").write_text("OLD = 5\n")
    before = snapshot(tree)
    refused = run("rewrite", tree, "--write")
    assert refused.exit_code == 1
    assert "a.py would be overwritten but has changes that are not committed" in refused.stderr
    assert snapshot(tree) == before
    git(tree, "commit", "-qm", "second", "a.py")
    assert run("rewrite", tree, "--write").exit_code == 0


def test_allow_dirty(tree: Path) -> None:
    git(tree, "init", "-q", ".")
    assert run("rewrite", tree, "--write").exit_code == 1
    assert run("rewrite", tree, "--write", "--allow-dirty").exit_code == 0


def test_refusals_need_a_person(tree: Path) -> None:
    (tree / "b.py").write_text("REFUSE\n")
    result = run("rewrite", tree)
    assert result.exit_code == 1
    assert "Refused (1)\n  b.py:1: refused-test: f: It says REFUSE.\n" in result.stdout


def test_bad_files_leave_the_others(tree: Path) -> None:
    (tree / "latin.py").write_bytes(b"OLD = '\xe4'\n")
    (tree / "two.py").write_text("print 'OLD'\n")
    (tree / "broken.py").write_text("def f(:\n")
    result = run("rewrite", tree, "--write")
    assert result.exit_code == 1
    assert "broken.py:1: file-not-parsed: The file has broken syntax" in result.stdout
    assert "latin.py:1: file-not-decodable: The file is not utf-8" in result.stdout
    assert "two.py:1: file-not-parsed: The file looks like Python 2" in result.stdout
    assert b"NEW" in (tree / "a.py").read_bytes()
    assert (tree / "latin.py").read_bytes() == b"OLD = '\xe4'\n"
    assert run("scan", tree).exit_code == 1


def test_only_bad_files(tmp_path: Path, pipeline: OldToNew) -> None:
    (tmp_path / "two.py").write_text("print 'OLD'\n")
    result = run("rewrite", tmp_path)
    assert result.exit_code == 1
    assert "0 files read" in result.stdout


def test_a_link_out_of_the_tree(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "other.py").write_text("OLD\n")
    (tree / "link.py").symlink_to("../other.py")
    result = run("rewrite", tree, "--write")
    assert result.exit_code == 1
    assert "link.py:1: file-link-outside: This symbolic link to" in result.stdout
    assert (tmp_path / "other.py").read_text() == "OLD\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["rewrite", "{tmp}/gone"], "There is no such file or folder: {tmp}/gone.", id="missing"),
        pytest.param(
            ["scan", "{tmp}/gone"], "There is no such file or folder: {tmp}/gone.", id="scan-missing"
        ),
        pytest.param(["rewrite", "{tmp}/empty"], "There is no Python file in {tmp}/empty.", id="no-python"),
        pytest.param(
            ["rewrite", "{tree}/data.txt"], "{tree}/data.txt is not a Python file.", id="other-file"
        ),
        pytest.param(
            ["rewrite", "{tree}", "--write", "--check"],
            "Only one of --write, --out and --check can be given.",
            id="two-modes",
        ),
        pytest.param(
            ["rewrite", "{tree}", "--out", "{tree}"],
            "{tree} is not empty; --out needs a new or empty folder.",
            id="out-full",
        ),
        pytest.param(
            ["rewrite", "{tree}/a.py", "--out", "{tmp}/new"],
            "--out copies a whole tree: give exactly one PATH, a folder.",
            id="out-of-a-file",
        ),
        pytest.param(
            ["rewrite", "{tree}", "--report", "{tmp}/none/report.json"],
            "The folder of the report {tmp}/none/report.json does not exist.",
            id="report-folder",
        ),
        pytest.param(
            ["rewrite", "{tree}", "--report", "{tmp}"],
            "The report {tmp} is a folder; name a file.",
            id="report-is-folder",
        ),
        pytest.param(
            ["checkpoint", "export", "{tree}", "--probe", "p.py:f", "--weights", "w.h5", "--out", "c"],
            "Keras weights need a name that ends in .weights.h5, not w.h5.",
            id="checkpoint",
        ),
        pytest.param(
            ["verify", "{tree}", "--probe", "p.py:f"], "Give either --recording or --original.", id="verify"
        ),
    ],
)
def test_a_wrong_call_gets_one_sentence(
    tree: Path, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty/readme.txt").write_text("no code")
    result = run(*[argument.format(tmp=tmp_path, tree=tree) for argument in arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Error: {sentence.format(tmp=tmp_path, tree=tree)}\n"
    assert set(snapshot(tree)) == {"a.py", "b.py", "data.txt"}


@pytest.mark.parametrize(
    "arguments", [["rewrite"], ["rewrite", "--jobs", "0", "."], ["nonsense"], ["scan", "--write", "."]]
)
def test_click_refuses_with_2(pipeline: OldToNew, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_settings(tree: Path, pipeline: OldToNew) -> None:
    (tree / "pyproject.toml").write_text("[tool.tf1to2reuse]\nexclude = ['a.py']\njobs = 3\n")
    assert "1 file read, changes in 0" in run("rewrite", tree).stdout
    run("rewrite", tree, "--jobs", "2")
    run("scan", tree)
    run("scan", tree, "--jobs", "4")
    assert pipeline.jobs == [3, 2, 3, 4]
    (tree / "pyproject.toml").write_text("[tool.tf1to2reuse]\nexclud = []\n")
    result = run("rewrite", tree)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "has no setting 'exclud'" in result.stderr


@pytest.mark.parametrize("form", ["json", "sarif", "html", "text"])
def test_report_file_and_stdout(tree: Path, tmp_path: Path, form: str) -> None:
    report = tmp_path / "report"
    result = run("rewrite", tree, "--report", report, "--format", form)
    assert "@@" in result.stdout
    alone = run("rewrite", tree, "--format", form)
    assert report.read_bytes() in alone.stdout_bytes
    assert (form == "text") == ("2 files read" in alone.stdout)
    if form in ("json", "sarif"):
        assert json.loads(alone.stdout)


@pytest.mark.parametrize("command", ["scan", "rewrite"])
def test_a_process_that_is_ended_is_one_sentence(
    command: str, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> ScanResult:
        raise BrokenProcessPool

    monkeypatch.setattr(sys.modules["tf1to2reuse.pipeline"], command, broken)
    result = run(command, tree)
    sentence = "One of the processes was ended, perhaps for want of memory; use fewer: --jobs 1."
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"Error: {sentence}\n")


def test_missing_extra_is_told_before_any_work(
    tree: Path, pipeline: OldToNew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    result = run("rewrite", tree, "--format", "html")
    assert result.exit_code == 2
    assert "pip install 'tf1to2reuse[report]'" in result.stderr
    assert pipeline.jobs == []


def test_the_pipeline_s_findings_are_kept(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tf1to2reuse import pipeline as fake

    hazard = Finding("hazard-test", "Look here.", Place("b.py", 1))
    scan = fake.scan
    monkeypatch.setattr(fake, "scan", lambda files, jobs: replace(scan(files, jobs=jobs), findings=(hazard,)))
    assert "b.py:1: hazard-test: Look here." in run("scan", tree).stdout


def test_help_and_version() -> None:
    assert "0 done and nothing left to say" in run("--help").stdout
    assert run("--version").stdout.startswith("tf1to2reuse, version ")


def test_reading_commands_never_import_tensorflow(tmp_path: Path) -> None:
    pytest.importorskip("tf1to2reuse.pipeline")
    (tmp_path / "m.py").write_text("import tensorflow as tf\n\nw = tf.get_variable('w', [2])\n")
    code = (
        "import sys\nfrom tf1to2reuse.cli import main\n"
        "for command in ('scan', 'rewrite'):\n"
        "    try:\n        main([command, sys.argv[1]])\n    except SystemExit:\n        pass\n"
        "print(sorted({'tensorflow', 'keras', 'numpy'} & set(sys.modules)))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert done.stdout.splitlines()[-1] == "[]", done.stdout + done.stderr


def test_an_old_report_is_replaced(tree: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text("old")
    assert run("rewrite", tree, "--report", report, "--format", "json").exit_code == 0
    assert json.loads(report.read_text())["command"] == "rewrite"
