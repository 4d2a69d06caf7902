"""Where an installation keeps its studies, and whether the environment says to keep any."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from languages import Message
from studies.store.errors import InstallationError

DATA: Final = "R2MF_SPINE_DATA"
DATABASE_URL: Final = "R2MF_SPINE_DATABASE_URL"
STORE: Final = "R2MF_SPINE_STORE"
"""Names of the environment variables."""

DATABASE_FILE: Final = "studies.sqlite"


@dataclass(frozen=True)
class Installation:
    """What the environment says about keeping studies."""

    folder: Path
    """Holds films, the key and, by default, the database. Made when the first study is kept."""

    database_url: str
    """As SQLAlchemy reads it."""

    keeps: bool | None
    """Whether studies are kept unless a person says otherwise; None where it says nothing."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Installation:
        """Read the settings of the installation.

        Parameters
        ----------
        environment : mapping of str to str
            ``R2MF_SPINE_DATA`` names the folder, ``R2MF_SPINE_DATABASE_URL`` another database than
            the SQLite file in it, ``R2MF_SPINE_STORE`` is ``on`` or ``off``; each may be missing.

        Raises
        ------
        InstallationError
            If ``R2MF_SPINE_STORE`` is neither on nor off.
        """
        named = environment.get(DATA, "")
        folder = Path(named).expanduser() if named else usual_folder(sys.platform, environment)
        folder = folder.absolute()
        return cls(
            folder,
            environment.get(DATABASE_URL, "") or f"sqlite:///{folder / DATABASE_FILE}",
            _keeps(environment.get(STORE, "")),
        )


def usual_folder(platform: str, environment: Mapping[str, str]) -> Path:
    """Return the folder in which programs of a person keep data on that platform.

    Examples
    --------
    >>> usual_folder("linux", {"XDG_DATA_HOME": "/data"}).as_posix()
    '/data/r2mf-spine'
    """
    home = Path.home()
    if platform == "darwin":
        return home / "Library" / "Application Support" / "R2MF Spine"
    if platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return (Path(local) if local else home / "AppData" / "Local") / "R2MF Spine"
    shared = environment.get("XDG_DATA_HOME")
    return (Path(shared) if shared else home / ".local" / "share") / "r2mf-spine"


def _keeps(said: str) -> bool | None:
    if not said:
        return None
    try:
        return {"on": True, "off": False}[said.strip().lower()]
    except KeyError:
        raise InstallationError(
            Message("{store} is {said!r}; set it to on or off.", store=STORE, said=said)
        ) from None
