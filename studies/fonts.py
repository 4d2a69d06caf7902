"""The fonts a report brings along, so that names in most scripts print on any computer.

The typesetter's own font knows Latin, Greek and Cyrillic letters; DejaVu adds Arabic and Hebrew,
Noto Sans SC Chinese and Japanese characters, and Nanum Gothic Korean ones. All are free (the last
two under the SIL Open Font License) and come with packages that are installed for nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import matplotlib
from matplotlib.ft2font import FT2Font


def _fonts_of(package: str) -> Path:
    """Folder of the fonts that a package brings; the package itself is not run."""
    found = find_spec(package)
    assert found is not None  # requirements.txt has it
    assert found.origin
    return Path(found.origin).with_name("fonts")


FILES: Final = (
    Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf"),
    _fonts_of("zhplot") / "NotoSansSC-Regular.ttf",
    _fonts_of("koreanize_matplotlib") / "NanumGothic.ttf",
)
"""One of each family; the template names them in this order."""

FOLDERS: Final = tuple(path.parent for path in FILES)
"""For the typesetter. A font of the host serves only names in scripts that none of these has, so
that a report looks the same everywhere else."""


def letters_without_font(names: Iterable[str]) -> list[str]:
    """Tell which letters of names no font of a report has.

    Examples
    --------
    >>> letters_without_font(["Łukasz", "王芳", "김민수", "สม"])
    ['ม', 'ส']
    """
    known = _known()
    return sorted({letter for name in names for letter in name if ord(letter) not in known})


@cache
def _known() -> frozenset[int]:
    """Code points that any of the fonts has."""
    return frozenset(point for path in FILES for point in FT2Font(str(path)).get_charmap())
