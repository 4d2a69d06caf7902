"""Which film of the study this might be, and which words say so.

No DICOM code tells a left bend from a right bend, so words have to. They are read in English,
German, French, Spanish, Portuguese, Italian and Chinese; what comes out is a guess with the words
that led to it, for a person to confirm.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from typing import Final

from languages import Message, joined
from studies.radiograph import View, ViewGuess

NO_GUESS: Final = ViewGuess(None, Message("nothing points to a view"))


class _Meaning(Enum):
    LEFT = auto()
    RIGHT = auto()
    LEFT_INITIAL = auto()
    RIGHT_INITIAL = auto()
    BENDING = auto()
    FLEXION = auto()
    LEFT_BENDING = auto()
    RIGHT_BENDING = auto()
    FRONTAL = auto()
    STANDING = auto()
    LATERAL = auto()
    NOT_STANDING = auto()
    FILLER = auto()


_VOCABULARY: Final = {
    _Meaning.LEFT: "left links linke linker izquierda izquierdo gauche sinistra sinistro esquerda "
    "esquerdo 左",
    _Meaning.RIGHT: "right rechts rechte rechter derecha derecho droite droit destra destro "
    "direita direito 右",
    _Meaning.LEFT_INITIAL: "l lt li izq g",
    _Meaning.RIGHT_INITIAL: "r rt re der d dr",
    _Meaning.BENDING: "bend bends bending bendings bent sidebend sidebending seitneigung neigung "
    "seitbeugung umkrummung inclinacion inclinaison inclinazione inclinacao lateroflexion "
    "lateroflexao 屈 弯 彎 弯曲 彎曲",
    _Meaning.FLEXION: "flexion flexao flessione",
    _Meaning.LEFT_BENDING: "lb lbend lbending lsb",
    _Meaning.RIGHT_BENDING: "rb rbend rbending rsb",
    _Meaning.FRONTAL: "ap pa frontal coronal koronar face anteroposterior posteroanterior "
    "正位 正面",
    _Meaning.STANDING: "standing stand erect upright stehend debout bipedestacion 站立 立位",
    _Meaning.LATERAL: "lateral lat sagittal sag seitlich profil perfil laterale laterolateral "
    "侧位 側位 側面",
    _Meaning.NOT_STANDING: "supine prone lying liegend decubitus decubito traction 卧位 臥位",
    _Meaning.FILLER: "side the to film view and und et y e 侧 側",
}
"""Spelt without accents and in lower case."""

_MEANINGS: Final = {
    word: meaning for meaning, words in _VOCABULARY.items() for word in words.split()
}

_CHINESE: Final = sorted(
    (word for word in _MEANINGS if ord(word[0]) > 0x2E80), key=len, reverse=True
)
_SCOLIOSIS: Final = re.compile("脊柱[侧側][弯彎]|[侧側][弯彎](?![曲位])")
"""Written with the characters of a side bend, but means the deformity."""

_TOKEN: Final = re.compile("|".join([*_CHINESE, "[a-z]+", r"\d+"]))
_COMPOUND: Final = re.compile("(?:left|right|links|rechts|side|bending|bend)+")
_COMPOUND_PART: Final = re.compile("left|right|links|rechts|side|bending|bend")

_SIDES: Final[dict[_Meaning | None, View]] = {
    _Meaning.LEFT: View.LEFT_BENDING,
    _Meaning.RIGHT: View.RIGHT_BENDING,
}
_INITIALS: Final[dict[_Meaning | None, View]] = {
    _Meaning.LEFT_INITIAL: View.LEFT_BENDING,
    _Meaning.RIGHT_INITIAL: View.RIGHT_BENDING,
}
_BOTH: Final = {View.LEFT_BENDING, View.RIGHT_BENDING}
_WHOLE: Final[dict[_Meaning | None, View]] = {
    _Meaning.LEFT_BENDING: View.LEFT_BENDING,
    _Meaning.RIGHT_BENDING: View.RIGHT_BENDING,
}


@dataclass(frozen=True)
class _Reading:
    """One text, word by word."""

    words: tuple[tuple[str, _Meaning | None], ...]

    @property
    def meanings(self) -> frozenset[_Meaning | None]:
        return frozenset(meaning for _, meaning in self.words)

    @property
    def bends(self) -> bool:
        """Whether a bending film is named; "left lateral flexion" is one, "flexion" is not."""
        named = {_Meaning.BENDING, *_WHOLE} & self.meanings
        lateral_flexion = {_Meaning.FLEXION, _Meaning.LATERAL} <= self.meanings
        return bool(named) or (lateral_flexion and bool(_SIDES.keys() & self.meanings))

    @property
    def view(self) -> View | None:
        """The one view that the words point to."""
        if self.bends:
            return self._bend
        frontal = {_Meaning.FRONTAL, _Meaning.STANDING} & self.meanings
        other = {_Meaning.LATERAL, _Meaning.NOT_STANDING} & self.meanings
        return View.CORONAL if frontal and not other else None

    @property
    def quote(self) -> str:
        """The words that mean something. The others are left out: a name may be among them."""
        initials = _INITIALS.keys() if self.bends else frozenset()
        telling = set(_Meaning) - {_Meaning.FILLER} - (_INITIALS.keys() - initials)
        return " ".join(word for word, meaning in self.words if meaning in telling)

    @property
    def _bend(self) -> View | None:
        if any({(_SIDES | _INITIALS).get(one) for one in pair} == _BOTH for pair in self._pairs):
            return None
        whole_words = _SIDES | _WHOLE
        anywhere = {whole_words[one] for one in self.meanings if one in whole_words}
        beside = {_SIDES[one] for one in self._beside_bending if one in _SIDES}
        initials = {_INITIALS[one] for one in self._beside_bending if one in _INITIALS}
        for sides in (anywhere, beside, initials):
            if len(sides) == 1:
                return sides.pop()
        return None

    @property
    def _pairs(self) -> list[tuple[_Meaning | None, _Meaning | None]]:
        """Meanings of neighbouring words, fillers skipped."""
        skipped = {_Meaning.FILLER, _Meaning.LATERAL}
        return [*pairwise(meaning for _, meaning in self.words if meaning not in skipped)]

    @property
    def _beside_bending(self) -> set[_Meaning | None]:
        """Meanings of the words next to one for bending."""
        bending = {_Meaning.BENDING, _Meaning.FLEXION}
        either_way = self._pairs + [(after, before) for before, after in self._pairs]
        return {other for one, other in either_way if one in bending}


def guess_view(texts: Sequence[tuple[str, str]]) -> ViewGuess:
    """Guess the view from texts about the film.

    Parameters
    ----------
    texts : sequence of (source, text)
        The most specific first. Every source is for people, e.g. ``SeriesDescription``.

    Returns
    -------
    ViewGuess
        A bend named in any text wins over "AP" or "standing" in another, because a bending film
        is exposed AP or PA as well. Texts that contradict each other give no view.

    Examples
    --------
    >>> guess_view([("SeriesDescription", "Spine AP"), ("file name", "Doe_bending_li")])
    ViewGuess(view=<View.LEFT_BENDING: 'left_bending'>, source='file name: "bending li"')
    """
    readings = [(source, _read(text)) for source, text in texts]
    bends = [(source, reading) for source, reading in readings if reading.bends]
    sided = [(source, reading) for source, reading in bends if reading.view]
    if len({reading.view for _, reading in sided}) > 1:
        quotes = joined(Message(" but "), (_quoted(source, reading) for source, reading in sided))
        return ViewGuess(None, quotes)
    if bends:
        source, reading = (sided or bends)[0]
        quote = _quoted(source, reading)
        if reading.view is None:
            quote = Message("{quote}, to which side is not clear", quote=quote)
        return ViewGuess(reading.view, quote)
    for source, reading in readings:
        if reading.view:
            return ViewGuess(reading.view, _quoted(source, reading))
    return NO_GUESS


def says_bending(text: str) -> bool:
    """Whether a text names a bending film."""
    return _read(text).bends


def says_lateral(text: str) -> bool:
    """Whether a text names a lateral film and nothing frontal.

    Examples
    --------
    >>> says_lateral("Whole spine lateral"), says_lateral("left lateral bending")
    (True, False)
    """
    reading = _read(text)
    frontal = {_Meaning.FRONTAL, _Meaning.NOT_STANDING} & reading.meanings
    return _Meaning.LATERAL in reading.meanings and not frontal and not reading.bends


def _read(text: str) -> _Reading:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    plain = unicodedata.normalize("NFKD", parted).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"\b([ap])[. ]([ap])\b", r"\1\2", plain)
    plain = re.sub(r"antero\W?posterior", "anteroposterior", plain)
    plain = re.sub(r"postero\W?anterior", "posteroanterior", plain)
    words: list[str] = []
    for word in _TOKEN.findall(_SCOLIOSIS.sub(" ", plain)):
        words += _COMPOUND_PART.findall(word) if _COMPOUND.fullmatch(word) else [word]
    return _Reading(tuple((word, _MEANINGS.get(word)) for word in words))


def _quoted(source: str, reading: _Reading) -> str:
    return Message('{source}: "{quote}"', source=source, quote=reading.quote)
