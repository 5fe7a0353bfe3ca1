"""The commands: arguments become calls of the pipeline, results go to stdout, messages to stderr."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from tf1to2reuse import __version__
from tf1to2reuse.equivalence.several import Verified, find_jobs, verify_all
from tf1to2reuse.failures import WrongCallError, reported, sentence
from tf1to2reuse.garbage import no_collections
from tf1to2reuse.options import (
    PATH,
    exclude_option,
    jobs_option,
    many_probe_options,
    moving_options,
    paths_argument,
    probe_options,
    report_options,
    tracing_options,
)
from tf1to2reuse.repo.discover import Tree, discover, tree_root
from tf1to2reuse.repo.newlines import keep_newlines
from tf1to2reuse.repo.output import check_out, write_copy, write_in_place
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.repo.write import write_report
from tf1to2reuse.report import verify_many
from tf1to2reuse.report.model import RewriteResult, ScanResult
from tf1to2reuse.report.progress import progress_bar
from tf1to2reuse.report.render import FORMATS, check_report, render
from tf1to2reuse.report.summary import needs_person
from tf1to2reuse.report.text_format import print_lines, print_result
from tf1to2reuse.report.trace_format import needs_person as trace_needs_person
from tf1to2reuse.report.trace_format import trace_lines
from tf1to2reuse.report.verify_format import VERIFY_FORMATS, verify_lines, verify_report
from tf1to2reuse.report.verify_html import verify_html
from tf1to2reuse.settings import Settings, load_settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tf1to2reuse")
def main() -> None:
    """Turn TensorFlow 1 variable-scope sharing into shared Keras layers, and prove the result equal.

    Exit status: 0 done and nothing left to say, 1 something needs a person, 2 the call itself is wrong.
    """
    for stream in (sys.stdout, sys.stderr):
        # File names and source lines may hold characters that the terminal's encoding lacks.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


@main.command()
@paths_argument
@exclude_option
@report_options(FORMATS)
@click.option(
    "--explain", metavar="FILE:LINE", help="Say step by step which variables that line gets, and why."
)
@jobs_option
@reported
@no_collections()
def scan(
    paths: tuple[Path, ...],
    exclude: tuple[str, ...],
    report: Path | None,
    form: str,
    explain: str | None,
    jobs: int | None,
) -> int:
    """Show the ledger and the hazards of PATH; change nothing."""
    from tf1to2reuse import pipeline

    check_report(report, form)
    tree, settings = read_tree(paths, exclude)
    if explain is not None:
        return show_explanation(tree, explain)
    result = pipeline.scan(tree.sources, jobs=jobs or settings.jobs or os.cpu_count() or 1)
    result = replace(result, findings=(*tree.findings, *result.findings))
    show(result, report, form, diff=False)
    return int(needs_person(result))


@main.command()
@paths_argument
@click.option("--write", is_flag=True, help="Write the changes into the tree.")
@click.option("--out", metavar="DIR", type=PATH, help="Write a changed copy of the whole tree to DIR.")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 when something would change.")
@jobs_option
@click.option("--allow-dirty", is_flag=True, help="Let --write change files that have uncommitted changes.")
@exclude_option
@report_options(FORMATS)
@reported
def rewrite(
    paths: tuple[Path, ...],
    write: bool,
    out: Path | None,
    check: bool,
    jobs: int | None,
    allow_dirty: bool,
    exclude: tuple[str, ...],
    report: Path | None,
    form: str,
) -> int:
    """Rewrite PATH. Without --write or --out, show the diff and a summary and change nothing."""
    if write + check + (out is not None) > 1:
        raise WrongCallError("Only one of --write, --out and --check can be given.")
    check_report(report, form)
    tree, settings = read_tree(paths, exclude)
    if out is not None:
        check_out(tree, paths, out)
    result = run_rewrite(tree, jobs or settings.jobs or os.cpu_count() or 1)
    written: Sequence[Path] = ()
    if out is not None:
        written = write_copy(tree, result, out)
    elif write:
        written = write_in_place(tree, result, allow_dirty=allow_dirty)
    show(result, report, form, diff=not write and out is None)
    if write or out is not None:
        click.echo(f"{len(written)} files written to {out or tree.root}.", err=True)
    return int(needs_person(result) or (check and bool(result.changes)))


@main.command()
@click.argument("tree", type=PATH)
@probe_options
@click.option("--out", required=True, metavar="RECORDING", type=PATH, help="Where the recording goes.")
@reported
def record(tree: Path, probe: str, out: Path, **options: Any) -> int:
    """Run the probe of TREE under TensorFlow 1 and store what it does as a recording."""
    from tf1to2reuse.equivalence.record import record as run_record

    run_record(tree, probe, out, **options)
    click.echo(f"Recording written to {out}.", err=True)
    return 0


@main.command(context_settings={"allow_interspersed_args": False})
@tracing_options
@click.argument("command", nargs=-1, type=click.UNPROCESSED, metavar="-- [python] SCRIPT [ARGUMENT]...")
@reported
def trace(
    tree: Path,
    tf1_python: str | None,
    paths: tuple[str, ...],
    out: Path | None,
    overwrite: bool,
    command: tuple[str, ...],
) -> int:
    """Run a program under TensorFlow 1 up to its first session run, and write a probe of what it builds."""
    from tf1to2reuse.facts.program import read_program
    from tf1to2reuse.tracing import trace as tracing

    start = tracing.started(command, tf1_python, tree)
    out = out or start.script.with_name(f"probe_{start.script.stem}.py")
    tracing.check_out(out, tree, overwrite=overwrite)
    program, _ = read_program(discover([tree], (), load_settings(tree.resolve())).sources)
    traced = tracing.trace(program, tree, start, out, paths=paths)
    print_lines(Console(), trace_lines(traced, tree, out))
    return int(trace_needs_person(traced))


@main.command()
@click.argument("rewritten", type=PATH)
@many_probe_options
@click.option("--recording", metavar="PATH", type=PATH, help="What `record` stored, or a folder of it.")
@click.option("--original", metavar="TREE", type=PATH, help="The TF1 tree, to record on the spot.")
@click.option("--jobs", metavar="N", type=click.IntRange(min=1), default=1, help="Probes to run at once.")
@click.option("--junit", metavar="FILE", type=PATH, help="Write a JUnit XML file as well.")
@click.option(
    "--rtol", multiple=True, metavar="[TYPE=]F", help="Tolerance of outputs, relative to their size."
)
@click.option(
    "--atol", type=float, default=0.0, metavar="F", help="Tolerance of outputs, whatever their size."
)
@click.option(
    "--write-tests", metavar="DIR", type=PATH, help="Keep the proof as pytest tests inside REWRITTEN."
)
@report_options(VERIFY_FORMATS)
@reported
def verify(
    rewritten: Path,
    probes: tuple[str, ...],
    recording: Path | None,
    original: Path | None,
    jobs: int,
    junit: Path | None,
    rtol: tuple[str, ...],
    atol: float,
    write_tests: Path | None,
    report: Path | None,
    form: str,
    **options: Any,
) -> int:
    """Compare probes of REWRITTEN with what TensorFlow 1 did; exit with 1 when one differs.

    Without --probe all probes are verified that the manifest of REWRITTEN knows or that have a recording.
    """
    if (recording is None) == (original is None):
        raise WrongCallError("Give either --recording or --original.")
    if recording is not None and (options["tf1_python"] or options["checkpoint"]):
        raise WrongCallError("--tf1-python and --checkpoint go with --original; a recording has its own.")
    check_report(report, form)
    check_report(junit, "text")
    if rtol or atol:
        from tf1to2reuse.equivalence.tolerances import chosen

        options["tolerances"] = chosen(rtol, atol)
    if write_tests is not None:
        from tf1to2reuse.equivalence.kept_tests import check_folder

        check_folder(rewritten, write_tests)
    single = len(probes) == 1 and not (recording is not None and recording.is_dir())
    with tempfile.TemporaryDirectory() as scratch:
        if write_tests is not None:
            options["references"] = Path(scratch)
        if single:
            answers = [verify_one(rewritten, probes[0], recording=recording, original=original, **options)]
        else:
            found = find_jobs(rewritten, probes, recording)
            answers = verify_all(rewritten, found, original=original, workers=jobs, **options)
        untested = keep_tests(rewritten, write_tests, answers, Path(scratch)) if write_tests else []
    show_verify(answers, single, partial(verify_html, answers, rewritten, original), report, form)
    if junit is not None:
        write_report(junit, verify_many.junit(answers))
    for reason in untested:
        click.echo(reason, err=True)
    return int(bool(untested) or not all(one.passed for one in answers))


def verify_one(rewritten: Path, probe: str, **options: Any) -> Verified:
    """The answer for the one probe of a call: an error is the call's own."""
    from tf1to2reuse.equivalence.verify import verify as run_verify

    return Verified(probe, run_verify(rewritten, probe, **options))


def keep_tests(rewritten: Path, folder: Path, answers: Sequence[Verified], references: Path) -> list[str]:
    """Write the tests of what was proven; a sentence for every probe that has none."""
    from tf1to2reuse.equivalence.kept_tests import write_tests

    written, reasons = write_tests(rewritten, folder, [one.probe for one in answers], references)
    click.echo(f"Tests of {written} probes written to {folder}.", err=True)
    return [sentence(reason) for reason in reasons]


@main.group()
def checkpoint() -> None:
    """Move weights between TF1 checkpoints and Keras weight files, along the manifest of a rewritten tree."""


@checkpoint.command()
@click.argument("tree", type=PATH)
@moving_options
@click.option("--checkpoint", "source", required=True, metavar="CKPT", type=PATH, help="The TF1 checkpoint.")
@click.option("--out", required=True, metavar="FILE.weights.h5", type=PATH, help="The weights to write.")
@reported
def convert(tree: Path, probe: str, source: Path, out: Path, **options: Any) -> int:
    """Fill the probe's layer of TREE from a TF1 checkpoint and write its Keras weights."""
    from tf1to2reuse.checkpoint.convert import convert as run_convert

    moved = run_convert(tree, probe, source, out, **options)
    for name, reason in moved.left:
        click.echo(f"Not used: {name}{f' ({reason})' if reason else ''}", err=True)
    click.echo(f"{len(moved.written)} variables written to {out}.", err=True)
    return 0


@checkpoint.command()
@click.argument("tree", type=PATH)
@moving_options
@click.option("--weights", required=True, metavar="FILE.weights.h5", type=PATH, help="The Keras weights.")
@click.option("--out", required=True, metavar="CKPT", type=PATH, help="Prefix of the checkpoint to write.")
@click.option("--like", metavar="CKPT", type=PATH, help="Copy what the layer does not hold from this one.")
@reported
def export(tree: Path, probe: str, weights: Path, out: Path, **options: Any) -> int:
    """Write Keras weights of the probe's layer of TREE as a checkpoint that TensorFlow 1 restores."""
    from tf1to2reuse.checkpoint.convert import export as run_export

    moved = run_export(tree, probe, weights, out, **options)
    for name, reason in moved.left:
        click.echo(f"{name}: {reason}", err=True)
    click.echo(f"{len(moved.written)} variables written to {out}.", err=True)
    return 0


@main.command()
@reported
def demo() -> int:
    """Rewrite and verify a packaged example, end to end."""
    from tf1to2reuse.demo import run

    return run(Console()) or 0


def read_tree(paths: Sequence[Path], exclude: Sequence[str]) -> tuple[Tree, Settings]:
    """The files to work on, with the settings that hold for them."""
    existing = [path.resolve() for path in paths if path.exists()]
    settings = load_settings(tree_root(existing)) if existing else Settings()
    return discover(paths, exclude, settings), settings


def show_explanation(tree: Tree, wanted: str) -> int:
    """Which variables one line gets, step by step, on stdout."""
    from tf1to2reuse import pipeline

    name, _, number = wanted.rpartition(":")
    if not name or not number.isdecimal():
        raise WrongCallError(f"--explain takes FILE:LINE, not {wanted!r}.")
    source = find_source(tree, name)
    lines = pipeline.explain(tree.sources, source.path, int(number))
    if not lines:
        raise WrongCallError(
            f"No variable is asked for at {source.path}:{number}, and no scope is opened there."
        )
    print_lines(Console(), [(line, "" if line.startswith(" ") else "bold") for line in lines])
    return 0


def find_source(tree: Tree, name: str) -> SourceFile:
    """The file of the tree that ``name`` means: a path from here or from the root, or the end of one path."""
    wanted = Path(name).resolve()
    exact = [
        s for s in tree.sources if s.path == Path(name).as_posix() or (tree.root / s.path).resolve() == wanted
    ]
    found = exact or [s for s in tree.sources if s.path.endswith("/" + name)]
    if len(found) != 1:
        raise WrongCallError(
            f"{len(found) or 'No'} file{'s' if len(found) > 1 else ''} of the tree could be {name}."
        )
    return found[0]


def run_rewrite(tree: Tree, jobs: int) -> RewriteResult:
    """The pipeline's answer for a tree, with what could not be read, and with each file's own newlines."""
    from tf1to2reuse import pipeline

    with progress_bar(Console(stderr=True), "Rewriting") as bar:
        result = pipeline.rewrite(tree.sources, jobs=jobs, progress=bar)
    changes = tuple(keep_newlines(change) for change in result.changes)
    return replace(result, changes=changes, findings=(*tree.findings, *result.findings))


def show(result: ScanResult | RewriteResult, report: Path | None, form: str, *, diff: bool) -> None:
    """The report to its file, if one is named; the result to stdout, in text or in the form asked for."""
    if report is not None:
        write_report(report, render(result, form))
    if report is not None or form == "text":
        print_result(Console(), result, diff=diff)
    else:
        click.echo(render(result, form), nl=False)


def show_verify(
    answers: Sequence[Verified], single: bool, page: Callable[[], str], report: Path | None, form: str
) -> None:
    """The report to its file, if one is named; the verdict to stdout, in text or in the form asked for."""
    result = answers[0].result if single else None
    if result is not None:
        lines, text = verify_lines(result), partial(verify_report, result, form)
    else:
        lines, text = verify_many.many_lines(answers), partial(verify_many.many_report, answers, form)
    made = page if form == "html" else text
    if report is not None:
        write_report(report, made())
    if report is not None or form == "text":
        print_lines(Console(), lines)
    else:
        click.echo(made(), nl=False)
