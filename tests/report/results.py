"""A rewrite and a scan with one of everything, for the tests of the renderers."""

from __future__ import annotations

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

REFUSED = Outcome(
    "decoder",
    Place("net.py", 30, 5),
    "refused",
    code="refused-dynamic-name",
    reason="The scope's name is read from a file.",
)
LIFTED = Outcome(
    "encoder",
    Place("net.py", 3),
    "lifted",
    became="Encoder",
    old_usage="encoder(x, reuse=True)",
    new_usage='encoder = Encoder(name="encoder"); encoder(x)',
)
SITE = Finding(
    "refused-eager-read", "A variable is read while <building>.", Place("a b.py", 9, 2), needs_person=True
)
HAZARD = Finding(
    "hazard-shape-drift", "w has two shapes.", Place("net.py", 12), "note", related=(Place("net.py", 4),)
)

REWRITE = RewriteResult(
    changes=(
        FileChange("net.py", "a = 1\nb = 2\n", "a = 1\nb = 3\n"),
        FileChange("base.py", "", "class Base:\n    pass\n"),
    ),
    outcomes=(LIFTED, REFUSED, Outcome("helper", Place("net.py", 20), "compact", became="Helper")),
    findings=(HAZARD, SITE),
    instances=4,
    sharing_sites=2,
    files=7,
    manifest={"version": 1},
)

SCAN = ScanResult(
    rows=(
        LedgerRow(
            "encoder/h{i}/w",
            "train.py:main",
            (None, 16, "n"),
            True,
            (LedgerSite(Place("net.py", 4), "created"), LedgerSite(Place("net.py", 8), "reused", "step > 0")),
            2,
        ),
        LedgerRow(
            "step",
            "train.py:main",
            None,
            False,
            (LedgerSite(Place("net.py", 9), "unresolved"),),
            reason="no rule",
        ),
    ),
    findings=(HAZARD,),
    files=2,
)
