"""Unnamed layers of unrelated functions meet in one AUTO_REUSE scope and share variables silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tf1to2reuse.report.model import Finding
from tf1to2reuse.scopes.history import GraphHistory, place_of
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.store import AUTO
from tf1to2reuse.scopes.trace import Activation, Request
from tf1to2reuse.scopes.values import show

CODE = "hazard-accidental-sharing"
SAME_NETWORK = 3
"""From so many unnamed layers on that two functions share in order, they are one network written twice."""

Meeting = tuple[Request, Request]


def find(evaluation: Evaluation, graphs: list[GraphHistory]) -> Iterator[Finding]:
    """Pairs of functions that share by automatic numbers only."""
    for graph in graphs:
        met = [pair for history in graph.paths.values() if (pair := meeting(history.requests)) is not None]
        layers = {
            (functions(pair), pair[1].path[:-1] or show(pair[1].path).rpartition("/")[0]) for pair in met
        }
        shared = Counter(pair for pair, _ in layers)
        for creator, request in met:
            if shared[functions((creator, request))] < SAME_NETWORK:
                yield finding(creator, request)


def meeting(requests: list[Request]) -> Meeting | None:
    """The creating request and an unrelated one that reuses it under AUTO_REUSE by its automatic name."""
    creator = next((r for r in requests if r.how == "created"), None)
    if creator is None:
        return None
    for request in requests:
        if (
            request.how == "reused"
            and request.mode == AUTO
            and request.automatic
            and unrelated(creator, request)
        ):
            return creator, request
    return None


def unrelated(creator: Request, request: Request) -> bool:
    """Different functions, each with its own ``with``, neither of which calls the other."""
    one, two = creator.activation, request.activation
    if creator.node is request.node or one.definition is two.definition:
        return False
    if opened_by(creator) == opened_by(request):
        return False
    return one not in callers(two) and two not in callers(one)


def opened_by(request: Request) -> set[object]:
    """The ``with`` statements (calls of variable_scope) around a request."""
    return {step.node for step in request.trail if step.kind != "layer"}


def callers(activation: Activation) -> list[Activation]:
    """The activations above one."""
    found = []
    while activation.parent is not None:
        activation = activation.parent
        found.append(activation)
    return found


def functions(pair: Meeting) -> tuple[object, object]:
    """The two functions of a meeting."""
    return pair[0].activation.definition, pair[1].activation.definition


def finding(creator: Request, request: Request) -> Finding:
    """The report about one meeting."""
    message = (
        f"this unnamed layer gets {show(request.path)}, which {place_of(creator)} in another "
        "function created; AUTO_REUSE shares it silently"
    )
    return Finding(CODE, message, place_of(request), related=(place_of(creator),))
