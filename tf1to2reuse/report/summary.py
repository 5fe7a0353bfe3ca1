"""A result becomes the counts and lists that every renderer shows, and the exit status that they mean."""

from __future__ import annotations

from dataclasses import dataclass

from tf1to2reuse.report.model import Finding, Outcome, RewriteResult, ScanResult


@dataclass(frozen=True)
class Summary:
    """The figures of a rewrite. ``added`` counts those of ``changed`` that did not exist before."""

    files: int
    changed: int
    added: int
    lifted: int
    compact: int
    refused: int
    instances: int
    sharing_sites: int


def summarise(result: RewriteResult) -> Summary:
    """Counts what a rewrite did."""
    kinds = [outcome.kind for outcome in result.outcomes]
    return Summary(
        files=result.files,
        changed=len(result.changes),
        added=sum(not change.before for change in result.changes),
        lifted=kinds.count("lifted"),
        compact=kinds.count("compact"),
        refused=kinds.count("refused"),
        instances=result.instances,
        sharing_sites=result.sharing_sites,
    )


def refusals(result: RewriteResult) -> tuple[Finding, ...]:
    """Every refusal once, by place: refused functions, and ``refused-*`` findings about single sites."""
    found = {(f.code, f.place): f for f in result.findings if is_refusal(f)}
    for outcome in result.outcomes:
        if outcome.kind == "refused":
            found.setdefault((outcome.code, outcome.place), _refused(outcome))
    return tuple(sorted(found.values(), key=lambda finding: (finding.place, finding.code)))


def other_findings(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Everything but refusals, by place."""
    return tuple(sorted((f for f in findings if not is_refusal(f)), key=lambda f: (f.place, f.code)))


def all_findings(result: ScanResult | RewriteResult) -> tuple[Finding, ...]:
    """Refusals and the rest, by place."""
    if isinstance(result, ScanResult):
        return tuple(sorted(result.findings, key=lambda f: (f.place, f.code)))
    both = (*refusals(result), *other_findings(result.findings))
    return tuple(sorted(both, key=lambda f: (f.place, f.code)))


def usages(result: RewriteResult) -> tuple[Outcome, ...]:
    """The functions whose callers outside the tree have to change, by place."""
    with_usage = (outcome for outcome in result.outcomes if outcome.old_usage and outcome.new_usage)
    return tuple(sorted(with_usage, key=lambda outcome: (outcome.place, outcome.function)))


def needs_person(result: ScanResult | RewriteResult) -> bool:
    """Whether the exit status is 1: something was refused, could not be read, or is marked for a person."""
    return any(finding.needs_person for finding in all_findings(result))


def is_refusal(finding: Finding) -> bool:
    """Refusal codes start with ``refused-``."""
    return finding.code.startswith("refused-")


def _refused(outcome: Outcome) -> Finding:
    message = f"{outcome.function}: {outcome.reason}"
    return Finding(outcome.code, message, outcome.place, severity="warning", needs_person=True)
