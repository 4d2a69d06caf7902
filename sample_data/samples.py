"""The shipped studies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from sample_data.catalogue import CATALOGUE
from sample_data.expected import ExpectedStudy
from sample_data.phantom import VIEWS

STUDIES = Path(__file__).parent / "studies"


@dataclass(frozen=True)
class SampleStudy:
    """One shipped study.

    Attributes
    ----------
    name : str
        Its folder.
    title, description : str
    folder : Path
    """

    name: str
    title: str
    description: str
    folder: Path

    @property
    def films(self) -> Mapping[str, Path]:
        """Files by the view they are named for: "coronal", "left_bending", "right_bending"."""
        return MappingProxyType({view: next(self.folder.glob(f"{view}.*")) for view in VIEWS})

    @cached_property
    def expected(self) -> ExpectedStudy:
        """What measuring it must give."""
        return ExpectedStudy.from_json((self.folder / "expected.json").read_text())


def sample_studies() -> tuple[SampleStudy, ...]:
    """List the shipped studies.

    Examples
    --------
    >>> [study.name for study in sample_studies()][:2]
    ['right_thoracic_flexible', 'double_thoracic']
    """
    return tuple(
        SampleStudy(plan.name, plan.title, plan.description, STUDIES / plan.name)
        for plan in CATALOGUE
    )
