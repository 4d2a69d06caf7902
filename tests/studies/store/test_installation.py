"""Where an installation keeps its studies, and its key."""

from pathlib import Path

import pytest

from studies.store.errors import InstallationError, StoreUnavailableError
from studies.store.installation import Installation, usual_folder
from studies.store.key import KEY_FILE, installation_key

ROOT = Path(__file__).parents[3]


def test_a_folder_and_a_database_may_be_named(tmp_path):
    named = {"R2MF_SPINE_DATA": str(tmp_path), "R2MF_SPINE_DATABASE_URL": "postgresql://db/spine"}
    installation = Installation.from_environment(named)

    assert installation.folder == tmp_path
    assert installation.database_url == "postgresql://db/spine"


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_nothing_is_kept_in_the_repository_unless_it_is_named(platform):
    assert ROOT not in [usual_folder(platform, {}), *usual_folder(platform, {}).parents]


@pytest.mark.parametrize(
    ("said", "keeps"),
    [({}, None), ({"R2MF_SPINE_STORE": "off"}, False), ({"R2MF_SPINE_STORE": "ON"}, True)],
)
def test_the_environment_says_whether_studies_are_kept_or_nothing(said, keeps):
    assert Installation.from_environment(said).keeps is keeps


def test_a_setting_that_cannot_be_meant_is_refused():
    with pytest.raises(InstallationError, match="R2MF_SPINE_STORE is 'maybe'; set it to on or off"):
        Installation.from_environment({"R2MF_SPINE_STORE": "maybe"})


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    key = installation_key(tmp_path)

    assert installation_key(tmp_path) == key
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_two_installations_have_two_keys(tmp_path):
    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()

    assert installation_key(folders[0]) != installation_key(folders[1])


def test_a_key_that_is_none_is_refused_rather_than_replaced(tmp_path):
    (tmp_path / KEY_FILE).write_bytes(b"short")

    with pytest.raises(StoreUnavailableError, match="5 bytes, expected 32"):
        installation_key(tmp_path)
    assert (tmp_path / KEY_FILE).read_bytes() == b"short"
