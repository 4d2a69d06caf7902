"""How a side bend shares out over the joints of a spine.

The phantom bends a spine in space with it, training bends the spine of a film: one set of rules for
what each joint gives.

The rooms::

    joints.py   what each joint gives, by the name of its level
    chain.py    the vertebrae of a film as a chain of rigid bodies, and how it bends
    warp.py     the picture follows its bent spine
    field.py    the exposed field of a film, and what a bent film shows
    film.py     a whole film, bent
    errors.py   what cannot be bent, and why

Knows NumPy and SciPy and none of the other packages. Points of a film are ``(row, column)`` in
pixels; angles are in degrees, positive where they turn to the image's right. A film bent here is a
*simulated bending* film and is always called so.
"""

from bending.chain import Bend, FilmChain
from bending.errors import BendingError, ChainError, ReachError
from bending.field import Field, continued, field_after
from bending.film import BentFilm, warped
from bending.joints import give_deg, healthy_compliance, kink_deg, usual_levels
from bending.warp import Warp

__all__ = [
    "Bend",
    "BendingError",
    "BentFilm",
    "ChainError",
    "Field",
    "FilmChain",
    "ReachError",
    "Warp",
    "continued",
    "field_after",
    "give_deg",
    "healthy_compliance",
    "kink_deg",
    "usual_levels",
    "warped",
]
