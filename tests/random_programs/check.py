"""One program, both ways."""

from __future__ import annotations

import traceback
from collections.abc import Mapping

from tests.random_programs.compare import Outcome, compare
from tests.random_programs.predict import predict
from tests.random_programs.worker import Worker


def check(worker: Worker, modules: Mapping[str, str]) -> Outcome:
    """The verdict on a program. A crash of the evaluator counts as wrong."""
    worker.ask(modules)
    try:
        prediction = predict(modules)
    except Exception:  # the evaluator must not fail on any program: reported with its last frames
        run = worker.answer()[0]
        return Outcome(
            "wrong",
            "crash: " + " | ".join(traceback.format_exc().splitlines()[-3:]),
            run["error"] is not None,
        )
    return compare(prediction, worker.answer()[0])
