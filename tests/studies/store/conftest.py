"""A store in a folder of its own, and studies to keep in it."""

import hashlib
from dataclasses import replace

import pytest

from studies.store.installation import Installation
from studies.store.kept import KeptFilm, KeptStudy
from studies.store.store import Store


@pytest.fixture
def installation(tmp_path):
    return Installation.from_environment({"R2MF_SPINE_DATA": str(tmp_path / "data")})


@pytest.fixture
def store(installation):
    store = Store(installation)
    yield store
    store.close()


@pytest.fixture(scope="session")
def files(study_films):
    """The files of the drawn study, by SHA-256: for these tests, their pixels."""
    return {film.sha256: film.pixels.tobytes() for film in study_films.values()}


@pytest.fixture(scope="session")
def kept(study):
    """The drawn study, analysed, as it is kept."""
    films = tuple(
        KeptFilm(film.sha256, film.name, view, film.side.patient_right)
        for view, film in study.films.items()
    )
    return KeptStudy("Case 12", films, findings=study, analysed=tuple(f.role for f in films))


def film_of(data, **known):
    """A film on its own, and its file."""
    sha256 = hashlib.sha256(data).hexdigest()
    return KeptFilm(**{"sha256": sha256, "name": "a", "view": None, "patient_right": None} | known)


@pytest.fixture
def study_of():
    """Make a study that holds only the films with these files."""

    def make(*files, label=""):
        films = tuple(film_of(data, name=f"film {place}") for place, data in enumerate(files))
        by_content = {film.sha256: data for film, data in zip(films, files, strict=True)}
        return KeptStudy(label, films), by_content

    return make


@pytest.fixture
def relabelled(kept):
    """Give the drawn study another label."""
    return lambda label: replace(kept, label=label)
