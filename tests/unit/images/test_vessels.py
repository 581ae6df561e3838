"""Which vessels a dish's own words allow."""

import pytest

from brigade.images.photograph import Vessel
from brigade.images.vessels import BOARD, BOWLS, FORMS, GLASSES, HOT_BOWLS, PAN, PLATES, vessels_told


@pytest.mark.parametrize(
    ("name", "vessels"),
    [
        ("Brussels Sprout and Bok Choy Supper Bowl", HOT_BOWLS),
        ("Mackerel Chopped Salad", BOWLS),
        ("Noodle Soup with Sesame Toasts", HOT_BOWLS),
        ("Chicken Taco Bowl", HOT_BOWLS),
        ("Tuna Salad Sandwich", PLATES | BOARD),
        ("Cod in Coconut Broth", HOT_BOWLS),
        ("Mango Smoothie", BOWLS),
        ("Berry Parfaits", GLASSES),
        ("Lentil Curries", HOT_BOWLS),
        ("Turkey Chilli with Beans", HOT_BOWLS),
        ("Turkey and Black Bean Chili", HOT_BOWLS),
        ("Red Lentil Dhal over Rice", HOT_BOWLS),
        ("Crème Fraîche Consommé", HOT_BOWLS),
        ("One-Pot Lamb with Prunes", HOT_BOWLS),
        ("Curry-Roasted Cauliflower Skewers", PLATES),
        ("Morning Skillet", PAN),
        ("Banana Pancakes with Compote", PLATES),
        ("PORRIDGE", HOT_BOWLS),
    ],
)
def test_a_name_tells_by_what_the_dish_is_called_last(name: str, vessels: frozenset[Vessel]) -> None:
    assert vessels_told(name) == vessels


@pytest.mark.parametrize(
    "name",
    ["Harissa Chicken with Bulgur", "Chilli-Lime Salmon", "Paprika Masala Sea Bass", "Superbowls", "麻婆豆腐", ""],
)
def test_other_names_tell_nothing(name: str) -> None:
    assert vessels_told(name) is None


def test_a_description_tells_where_the_name_does_not() -> None:
    assert vessels_told("Chana", "A gentle curry of chickpeas, eaten with toast.") == HOT_BOWLS
    assert vessels_told("Beans on Toast", "As thick as a stew.") == PLATES | BOARD


def test_no_form_is_named_twice() -> None:
    forms = [form.strip() for _, words in FORMS for form in words.split(",")]
    assert len(forms) == len(set(forms))
    assert all(vessels_told(f"Green {form}") for form in forms)
