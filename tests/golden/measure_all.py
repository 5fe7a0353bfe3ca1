"""Many verification requests become measurements with one import of TensorFlow.

``python measure_all.py REQUESTS.json``. Each request is measured in a fork of this process, so that no
module, graph or layer of one case meets another. The file holds a list of requests as ``keras_runner`` takes
them; what a failing one says is written to its ``out`` with the suffix ``.error``.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from tf1to2reuse.equivalence import keras_runner


def measure(request: dict[str, Any]) -> int:
    """Measure in a child process; returns its exit status."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        keras_runner.run(request)
        status = 0
    except BaseException as error:  # also SystemExit of a case's code must not end up in the parent's loop
        told = str(error) if isinstance(error, keras_runner.Failure) else traceback.format_exc()
        Path(request["out"] + ".error").write_text(told, encoding="utf-8")
    finally:
        os._exit(status)


def main() -> int:
    """Command line. The number of requests that failed is told at the end, not as the exit status."""
    requests = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    failed = sum(measure(request) != 0 for request in requests)
    print(f"{len(requests) - failed} measured, {failed} failed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
