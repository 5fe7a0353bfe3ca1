"""The packaged project becomes a printed ledger, a diff, a rewritten copy and two verifications.

The project is a text matcher that trains one encoder for questions and answers. The recording beside it was
made by TensorFlow 1.15.5 from the checkpoint beside it, so no TensorFlow 1 is needed here.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from tf1to2reuse import pipeline
from tf1to2reuse.demo.unshare import unshare
from tf1to2reuse.equivalence.result import Verdict
from tf1to2reuse.equivalence.verify import verify
from tf1to2reuse.repo.discover import Tree, discover
from tf1to2reuse.repo.output import write_copy
from tf1to2reuse.report.text_format import diff_lines, print_lines, rewrite_lines, scan_lines
from tf1to2reuse.report.verify_format import verify_lines

HERE = Path(__file__).resolve().parent
RECORDING = HERE / "recording.npz"
PROBE = "probe_matcher.py:probe_matcher"


def run(console: Console) -> int:
    """Print the demo. 0 only if the rewrite verifies and its un-shared copy does not."""
    folder = Path(tempfile.mkdtemp(prefix="tf1to2reuse-demo-"))
    original, rewritten, scratch = folder / "original", folder / "rewritten", folder / "unshared"
    shutil.copytree(HERE / "project", original, ignore=shutil.ignore_patterns("__pycache__"))
    tree = discover([original], exclude=())

    _title(console, "1. What TensorFlow 1 shares", f"tf1to2reuse scan {original}")
    print_lines(console, scan_lines(pipeline.scan(tree.sources)))
    _title(console, "2. The rewrite", f"tf1to2reuse rewrite {original} --out {rewritten}")
    _rewrite(console, tree, rewritten)
    command = f"tf1to2reuse verify {rewritten} --probe {PROBE} --recording {RECORDING}"
    _title(console, "3. The same numbers as TensorFlow 1.15.5", command)
    kept = _verify(console, rewritten) == "equivalent"
    shutil.copytree(rewritten, scratch)
    _title(console, "4. A mistake, made on purpose in a scratch copy", unshare(scratch))
    # "not proven" would not do: the mistake has to be seen, not just the proof to be missing.
    caught = _verify(console, scratch) == "different"
    return _result(console, rewritten, kept=kept, caught=caught)


def _rewrite(console: Console, tree: Tree, target: Path) -> None:
    result = pipeline.rewrite(tree.sources, jobs=1, progress=None)
    write_copy(tree, result, target)
    print_lines(console, diff_lines(result))
    print_lines(console, rewrite_lines(result))


def _verify(console: Console, tree: Path) -> Verdict:
    result = verify(tree, PROBE, recording=RECORDING)
    print_lines(console, verify_lines(result))
    return result.verdict


def _result(console: Console, rewritten: Path, *, kept: bool, caught: bool) -> int:
    lines = [
        ("The rewrite computes what TensorFlow 1 did." if kept else "The rewrite is not equivalent.", kept),
        ("Verification caught the un-shared layer." if caught else "The mistake was not caught.", caught),
    ]
    _title(console, "Result", "")
    print_lines(console, [(text, "green" if good else "red") for text, good in lines])
    print_lines(console, [(f"The rewritten copy is in {rewritten}", "bold")])
    return 0 if kept and caught else 1


def _title(console: Console, title: str, subtitle: str) -> None:
    below: Iterable[tuple[str, str]] = [(subtitle, "dim")] if subtitle else []
    print_lines(console, [("", ""), (title, "bold"), ("=" * len(title), "bold"), *below, ("", "")])
