"""Films anyone may use: phantoms whose truth is known."""

from sample_data.phantom.draw import random_phantom_film
from sample_data.phantom.film import PhantomFilm

__all__ = ["PhantomFilm", "random_phantom_film"]
