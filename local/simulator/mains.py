"""The main ingredient: the pantry food its words mean, whatever they are, and where in a dish it belongs."""

import random
import re
from dataclasses import dataclass, replace

from local.simulator.forms import Form
from local.simulator.pantry import FORBIDDEN, Food, fdc_id_of, pantry, usda, values_of
from local.simulator.pantry import singular as singular

KINDS = {
    "protein": "protein",
    "legume": "legume",
    "grain": "grain",
    "oats": "oats",
    "pasta": "pasta",
    "noodle": "noodle",
    "flour": "oats",
    "bread": "bread",
    "starch": "veg",
    "vegetable": "veg",
    "leaf": "veg",
    "aromatic": "veg",
    "richveg": "rich",
    "fruit": "fruit",
    "dairy": "dairy",
    "cheese": "dairy",
    "nut": "nut",
    "seed": "seed",
    "rich": "nut",
    "garnish_meat": "protein",
}
HOMES = {
    "protein": ("protein", "protein2", "bean"),
    "egg": ("egg", "protein", "protein2"),
    "legume": ("protein", "bean"),
    "fruit": ("fruit", "veg"),
    "veg": ("veg", "leaf", "fruit"),
    "dairy": ("dairy", "cheese", "sauce"),
    "nut": ("nut", "top", "rich"),
    "seed": ("seed", "top", "nut"),
    "grain": ("grain", "oats", "bread", "pasta", "noodle"),
}
ROLE_HOMES = {
    "leaf": ("leaf", "veg"),
    "starch": ("starch", "veg", "grain"),
    "bread": ("bread",),
    "pasta": ("pasta", "grain"),
    "noodle": ("noodle", "grain"),
    "oats": ("oats", "binder"),
    "flour": ("flour", "oats", "binder"),
    "richveg": ("richveg", "veg", "fruit"),
    "cheese": ("cheese", "dairy", "extra"),
    "rich": ("rich", "top", "nut"),
}
SHORT = {
    "firm tofu": "tofu",
    "lean ground beef": "beef",
    "canned tuna": "tuna",
    "ground chicken": "chicken",
    "lamb leg": "lamb",
    "ground turkey": "turkey",
    "ground pork": "pork",
    "eggs": "egg",
    "rolled oats": "oat",
    "beef chuck": "beef",
    "beef sirloin": "sirloin",
    "chicken breast": "chicken",
    "chicken thighs": "chicken",
    "pork tenderloin": "pork",
    "turkey breast": "turkey",
    "duck breast": "duck",
    "mussels": "mussel",
    "scallops": "scallop",
    "sardines": "sardine",
    "tuna steak": "tuna",
    "greek yogurt": "Greek yogurt",
}
GROUPS = {
    "Poultry Products": ("meat poultry", "protein"),
    "Beef Products": ("meat", "protein"),
    "Pork Products": ("meat", "protein"),
    "Lamb, Veal, and Game Products": ("meat", "protein"),
    "Finfish and Shellfish Products": ("fish", "protein"),
    "Legumes and Legume Products": ("legume", "legume"),
    "Vegetables and Vegetable Products": ("", "vegetable"),
    "Fruits and Fruit Juices": ("", "fruit"),
    "Nut and Seed Products": ("nut", "nut"),
    "Cereal Grains and Pasta": ("grain gluten dry", "grain"),
}
STOP = {
    "fresh",
    "wild",
    "lean",
    "organic",
    "raw",
    "free",
    "range",
    "skinless",
    "boneless",
    "and",
    "with",
    "or",
    "the",
    "a",
    "of",
    "dry",
    "cooked",
}


@dataclass(frozen=True)
class Main:
    """The main ingredient: its food, its kind, and the words a name calls it by."""

    food: Food
    kind: str
    words: str

    def home(self, form: Form) -> str | None:
        """The kind of slot it fills in this form; None where it comes as an extra."""
        kinds = {slot.kind for slot in form.slots}
        wanted = ROLE_HOMES.get(self.food.role, HOMES.get(self.kind, ()))
        return next((kind for kind in wanted if kind in kinds), None)


def short_name(food: Food) -> str:
    return SHORT.get(food.name, singular(food.name))


def resolve_main(words: str, diets: list[str], draw: random.Random) -> Main:
    """The main ingredient these words name, listed by them; where a diet forbids it, another of its kind."""
    wanted = words.split(" with ")[0].strip()
    food = _find(wanted.lower())
    if food is not None and food.suits(diets):
        name = wanted if _tidy(wanted) not in pantry() and 0 < len(wanted) <= 30 else short_name(food)
        called = replace(food, name=wanted.lower()) if name == wanted else food
        return Main(called, kind_of(food), name)
    kind = kind_of(food) if food is not None else "protein"
    fit = [each for each in pantry().values() if kind_of(each) == kind and each.suits(diets) and each.role in KINDS]
    fit = fit or [
        each for each in pantry().values() if each.role in ("protein", "legume", "vegetable") and each.suits(diets)
    ]
    chosen = draw.choice(fit)
    return Main(chosen, kind_of(chosen), short_name(chosen))


def companion_of(words: str, diets: list[str]) -> Food | None:
    """What a main ingredient is asked to come with: "cod with fennel" -> fennel."""
    _, _, wanted = words.partition(" with ")
    food = _find(wanted.lower().strip()) if wanted else None
    return food if food is not None and food.suits(diets) else None


def kind_of(food: Food) -> str:
    return "egg" if food.name in ("eggs", "egg whites") else KINDS.get(food.role, "veg")


def _tidy(words: str) -> str:
    return " ".join(word for word in re.findall(r"[\w'-]+", words.lower()) if word not in STOP)


def _find(words: str) -> Food | None:
    tidy = _tidy(words)
    known = pantry()
    for name in (words, tidy, f"{tidy}s", singular(tidy)):
        if name in known and known[name].role in KINDS:
            return known[name]
    return _by_alias(words, tidy) or _overlapping(tidy) or _by_usda(tidy)


def _overlapping(tidy: str) -> Food | None:
    """The pantry food that shares most words: "chicken" -> chicken breast, "red lentil" -> red lentils."""
    wanted = {singular(word) for word in tidy.split()}
    scored = []
    for food in pantry().values():
        words = {singular(word) for word in food.name.split()}
        shared = len(words & wanted)
        if shared and food.role in KINDS and (words <= wanted or wanted <= words):
            scored.append((shared, -len(words), food))
    return max(scored, key=lambda each: each[:2])[2] if scored else None


def _by_alias(words: str, tidy: str) -> Food | None:
    fdc_id = fdc_id_of(words) or fdc_id_of(tidy)
    if fdc_id is None:
        return None
    same = [food for food in pantry().values() if food.fdc_id == fdc_id and food.role in KINDS]
    return same[0] if same else _from_usda(words, fdc_id)


def _by_usda(tidy: str) -> Food | None:
    """The shortest raw USDA food whose description begins with the last of the words."""
    last = singular(tidy.split()[-1]) if tidy else "?"
    rows = [row for row in usda().values() if row["food_group"] in GROUPS]
    fit = [
        row
        for row in rows
        if re.match(rf"(\w+, )?{re.escape(last)}", row["description"].lower()) and "raw" in row["description"]
    ]
    return _from_usda(tidy, min(fit, key=lambda row: len(row["description"]))["fdc_id"]) if fit else None


def _from_usda(name: str, fdc_id: str) -> Food:
    traits, role = GROUPS.get(usda()[fdc_id]["food_group"], ("", "vegetable"))
    found = set(traits.split())
    found |= {"pork"} if "Pork" in usda()[fdc_id]["food_group"] else set()
    found |= {"mince"} if "meat" in found and "ground" in usda()[fdc_id]["description"].lower() else set()
    found |= {"shellfish"} if re.search("crustacean|mollusk", usda()[fdc_id]["description"].lower()) else set()
    shape, colour = {
        "protein": ("fillet", "#c08a5a"),
        "fruit": ("berry", "#c04a5a"),
        "grain": ("granule", "#d9bb7a"),
    }.get(role, ("cube", "#8a9a4a"))
    return Food(
        name,
        fdc_id,
        role,
        frozenset(found & set().union(*FORBIDDEN.values(), {"dry", "meat", "poultry", "mince"})),
        "g",
        1.0,
        shape,
        colour,
        values_of(fdc_id),
    )
