"""A study as files: its films, and what is true about them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from sample_data.dicom import Identity, Storage, write_film
from sample_data.expected import ExpectedStudy
from sample_data.phantom import PhantomStudy
from sample_data.phantom.truth import LEFT_BENDING, RIGHT_BENDING
from sample_data.picture import write_picture

OTHER_BEND = {LEFT_BENDING: RIGHT_BENDING, RIGHT_BENDING: LEFT_BENDING}


@dataclass(frozen=True)
class Filing:
    """How films become files.

    Attributes
    ----------
    storage : Storage or None
        How DICOM objects are stored; None is PNG, which says nothing about millimetres or sides.
    bends_exchanged : bool
        The bending films carry each other's name.
    """

    storage: Storage | None = field(default_factory=Storage)
    bends_exchanged: bool = False

    def view_named(self, view: str) -> str:
        """View that the file of a film is named for."""
        return OTHER_BEND.get(view, view) if self.bends_exchanged else view

    def file(self, view: str) -> str:
        """Name of the file that holds a view."""
        return f"{self.view_named(view)}.{'png' if self.storage is None else 'dcm'}"


PLAIN_FILING = Filing()


def write_study(
    study: PhantomStudy, identity: Identity, folder: Path, filing: Filing = PLAIN_FILING
) -> ExpectedStudy:
    """Write films and truth of one study into `folder` and return its truth."""
    expected = ExpectedStudy.of(study, {view: filing.file(view) for view in study.films})
    folder.mkdir(parents=True, exist_ok=True)
    for view, film in study.films.items():
        path = folder / filing.file(view)
        if filing.storage is None:
            write_picture(path, film)
            continue
        named = replace(film, truth=replace(film.truth, view=filing.view_named(view)))
        write_film(path, named, identity, filing.storage)
    (folder / "expected.json").write_text(expected.to_json(), encoding="utf-8")
    return expected
