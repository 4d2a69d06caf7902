"""Pure: findings to files, named by their content.

A browser may keep serving an earlier file of the same name and length (Streamlit tells files over
1 MiB apart by samples only). The hash in the name makes a changed report a different file, and
ties a printed page to the data it came from. No name holds anything about the patient.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from studies.findings import StudyFindings
from studies.follow_up import FollowUp
from studies.follow_up_document import follow_up_json as as_json
from studies.follow_up_table import follow_up_csv as as_csv
from studies.json_schema import to_json
from studies.radiograph import Radiograph, View
from studies.table import curves_csv
from teaching import ClassResults, readings_csv, results_csv

HASH_DIGITS: Final = 10
"""Of the SHA-256: enough that two reports of one day never share a name."""


@dataclass(frozen=True)
class Export:
    """A file to take away."""

    name: str
    mime: str
    data: bytes


def pdf(study: StudyFindings, films: Mapping[View, Radiograph]) -> Export:
    """Typeset the report."""
    from studies.report import report_pdf  # here: its packages take a second to load

    return _export("report", "pdf", "application/pdf", report_pdf(study, films))


def csv(study: StudyFindings) -> Export:
    """Tabulate the curves for a spreadsheet."""
    return _export("curves", "csv", "text/csv", curves_csv(study).encode())


def json(study: StudyFindings) -> Export:
    """Write everything that was found, for programs."""
    return _export("study", "json", "application/json", to_json(study).encode())


def readings(results: ClassResults) -> Export:
    """Tabulate what every learner of a class has read."""
    return _export("readings", "csv", "text/csv", readings_csv(results.attempts).encode())


def class_figures(results: ClassResults) -> Export:
    """Tabulate the figures of a class and of each of its learners."""
    return _export("class", "csv", "text/csv", results_csv(results).encode())


def follow_up_csv(found: FollowUp) -> Export:
    """Tabulate every curve on every film for a spreadsheet."""
    return _export("follow-up", "csv", "text/csv", as_csv(found).encode())


def follow_up_json(found: FollowUp) -> Export:
    """Write what became of every curve, for programs."""
    return _export("follow-up", "json", "application/json", as_json(found).encode())


def _export(stem: str, suffix: str, mime: str, data: bytes) -> Export:
    digest = hashlib.sha256(data).hexdigest()[:HASH_DIGITS]
    return Export(f"r2mf-spine-{stem}-{digest}.{suffix}", mime, data)
