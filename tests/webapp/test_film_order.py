"""A film made to order: within its bounds, the same each time, and named blindly."""

import time

import pytest

from sample_data import PhantomError
from webapp.film_order import MOST_SHOWN, Making, Order

ORDER = Order(3, pattern=5, cobb_deg=(40, 60), flexibility_percent=(30, 70))


@pytest.fixture(scope="module")
def made():
    """Made in the background, as the page does."""
    making = Making.begin(ORDER)
    assert 0 <= making.share <= MOST_SHOWN
    return making.film.result(timeout=120)


def test_the_film_keeps_to_its_bounds(made):
    low, high = ORDER.cobb_deg

    assert low - 3 < made.largest.true_deg < high + 3  # projection and wedging
    assert made.largest.curve.region in ("TL", "L")
    assert "Lenke 5" in made.title


def test_its_bends_are_told(made):
    assert all("% flexible" in made.bends[case.name] for case in made.cases)


def test_an_order_names_its_film_and_no_other_does():
    orders = [ORDER, Order(4, 5, (40, 60)), Order(3, 1, (40, 60)), Order(3, 5, (40, 65))]

    assert len({order.name for order in orders}) == 4
    assert Order(3, 5, (40, 60), (30, 70)).name == ORDER.name


def test_the_same_order_draws_the_same_patients():
    assert list(ORDER._draws()) == list(ORDER._draws())


def test_the_draws_stay_within_the_bounds_and_go_to_both_sides():
    draws = [draw for number in range(20) for draw in Order(number)._draws()]

    assert all(30 <= draw.cobb_deg <= 70 for draw in draws)
    assert all(30 <= draw.flexibility_percent <= 70 for draw in draws)
    assert {draw.lenke_type for draw in draws} == {1, 2, 3, 4, 5, 6}
    assert {draw.thoracic_convexity for draw in draws} == {"left", "right"}


def test_what_cannot_be_made_is_said_at_once():
    begun = time.monotonic()
    with pytest.raises(PhantomError, match="45 to 110"):
        Order(1, pattern=3, cobb_deg=(20, 25)).make()
    assert time.monotonic() - begun < 20
