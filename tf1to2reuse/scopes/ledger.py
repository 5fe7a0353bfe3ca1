"""The ledger: every variable path of every root with the lines that ask for it (docs/ledger.md).

Concrete roots give paths, shapes and numbers of requests as TensorFlow 1 counts them; generic roots give
templates, and only for functions that no concrete root goes through.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any

from tf1to2reuse.facts.code import code_of
from tf1to2reuse.report.model import LedgerRow, LedgerSite, ScanResult
from tf1to2reuse.scopes.hazards import each_once, find_hazards
from tf1to2reuse.scopes.history import GraphHistory, History, kept_roots, of_root, place_of
from tf1to2reuse.scopes.roots import Evaluation, ListedRoot, Root
from tf1to2reuse.scopes.trace import Request
from tf1to2reuse.scopes.values import Sym, describe, show


def ledger(evaluation: Evaluation) -> ScanResult:
    """The rows of all roots in creation order, and the hazards."""
    kept = [
        root if isinstance(root, ListedRoot) else listed(evaluation, root) for root in kept_roots(evaluation)
    ]
    rows = [row for root in kept for row in root.rows]
    hazards = each_once(finding for root in kept for finding in root.findings)
    return ScanResult(tuple(rows), tuple(hazards), len(evaluation.program.modules))


def listed(evaluation: Evaluation, root: Root) -> ListedRoot:
    """What is listed of a root, without what it was found out from."""
    graphs = of_root(root)
    return ListedRoot(
        root.label,
        root.concrete,
        root.takes_arguments,
        root.asks,
        root.reach,
        tuple(row for graph in graphs for row in rows_of(graph)),
        tuple(find_hazards(evaluation, graphs)),
    )


def rows_of(graph: GraphHistory) -> list[LedgerRow]:
    """The rows of one graph. A root whose evaluation ended early says so in a last row."""
    rows = merged([row(graph, history) for history in graph.paths.values() if happened(history)])
    if graph.root.activation.truncated and not raised_here(graph):
        reason = f"the evaluation ended early: {graph.root.activation.truncated}"
        rows.append(LedgerRow("{...}", graph.label, None, True, (), 0, reason))
    return rows


def merged(rows: list[LedgerRow]) -> list[LedgerRow]:
    """One row for each text: two unknowns may be two names or one, and read alike."""
    found: dict[str, LedgerRow] = {}
    for one in rows:
        first = found.get(one.path)
        if first is None:
            found[one.path] = one
            continue
        sites = tuple(dict.fromkeys((*first.sites, *one.sites)))
        reasons = "; ".join(dict.fromkeys(filter(None, (first.reason, one.reason))))
        found[one.path] = replace(first, sites=sites, requests=first.requests + one.requests, reason=reasons)
    return list(found.values())


def happened(history: History) -> bool:
    """False for a path that was asked for only in a branch that raises."""
    return history.info is not None or any(r.how in ("error", "unresolved") for r in history.requests)


def raised_here(graph: GraphHistory) -> bool:
    """Whether the root ends with the error of a request, which has its own row."""
    last = graph.root.requests[-1]
    return last.how == "error" and graph.root.activation.truncated.startswith("ValueError")


def row(graph: GraphHistory, history: History) -> LedgerRow:
    """One path with all its sites."""
    first = history.requests[0]
    info = history.info
    return LedgerRow(
        path=path_text(first),
        root=graph.label,
        shape=shape_text(info.shape if info is not None else first.shape),
        trainable=info.trainable if info is not None else first.trainable,
        sites=sites(history.requests),
        requests=max(info.requests, 1) if info is not None else 0,
        reason=reason(history),
    )


def path_text(request: Request) -> str:
    """The path; what an API makes that is not modelled stands as ``{...}``."""
    last = request.path[-1] if request.path else ""
    if isinstance(last, Sym) and last.op == "unmodelled":
        return "/".join(filter(None, [show(request.path[:-1]), "{...}"]))
    return show(request.path)


def shape_text(shape: tuple[Any, ...] | None) -> tuple[int | str | None, ...] | None:
    """Numbers stay numbers; unknowns become text where that text is short enough to say something."""
    if shape is None:
        return None
    return tuple(size if size is None or isinstance(size, int) else size_text(size) for size in shape)


def size_text(size: Any) -> str | None:
    """``units``, ``x.shape[1]``; None for what was computed in a way that has no short form."""
    text = describe(size)
    return None if "…" in text or len(text) > 40 else text


def sites(requests: list[Request]) -> tuple[LedgerSite, ...]:
    """Each line once for every answer that it got, in program order."""
    found: dict[LedgerSite, None] = {}
    for request in requests:
        found[LedgerSite(place_of(request), request.how, condition(request))] = None
    return tuple(found)


def condition(request: Request) -> str:
    """The undecided conditions under which a request is made; loops and conditional expressions have none."""
    tests = []
    for node, arm in request.conditions:
        if isinstance(node, ast.If):
            test = code_of(node.test)
            tests.append(test if arm == 0 else f"not ({test})")
    return " and ".join(dict.fromkeys(tests))


def reason(history: History) -> str:
    """Why a row is unresolved, or what TensorFlow raises."""
    reasons = [r.reason for r in history.requests if r.how in ("error", "unresolved") and r.reason]
    unknown = [p.reason for p in history.path if isinstance(p, Sym) and p.reason and p.op != "unmodelled"]
    if any(r.how == "unresolved" for r in history.requests):
        reasons += unknown
    return "; ".join(dict.fromkeys(reasons))
