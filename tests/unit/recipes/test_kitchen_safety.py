"""What would make somebody ill, and what would not."""

from typing import Any

import pytest

from brigade.recipes.kitchen_safety import dangers
from brigade.recipes.recipe import Draft
from tests.factories import a_draft


def a_dish(*names: str, steps: list[str], **changes: Any) -> Draft:
    """A dish of 200 g of each of these."""
    lines = [{"name": name, "amount": 200, "unit": "g", "grams": 200} for name in [*names, "lemon juice"]]
    return a_draft(**{"name": "A Dish", "ingredients": lines, "instructions": steps, **changes})


def test_the_draft_of_the_factories_is_safe() -> None:
    assert dangers(a_draft()) == []


SAFE = [
    (["chicken breast"], ["Roast at 200 °C for 25 minutes until the core of the chicken reaches 74 °C (165 °F)."]),
    (["chicken thighs"], ["Grill the thighs for 12 minutes a side until the juices run clear."]),
    (["boneless skinless chicken breasts"], ["Season the meat.", "Air-fry for 16 minutes until no longer pink."]),
    (["chicken drumsticks", "potatoes"], ["Put everything in a tray.", "Bake for 45 minutes until cooked through."]),
    (["chicken thighs", "tomatoes"], ["Brown the chicken.", "Add the tomatoes and simmer the chicken for 35 minutes."]),
    (["chicken"], ["Slow-cook the chicken with the juice for 6 hours until it shreds easily with two forks."]),
    (["ground turkey"], ["Brown the turkey until no pink remains, 8 minutes."]),
    (["lean ground beef"], ["Shape into patties.", "Fry for 5 minutes a side, to 160°F (71°C) inside."]),
    (["minced pork"], ["Make meatballs of the pork and bake for 18 minutes, until a thermometer reads 72 °C."]),
    (["pork tenderloin"], ["Roast the pork at 200 °C to 63 °C inside and rest it for 3 minutes."]),
    (["pork shoulder"], ["Braise the pork for 3 hours until falling apart."]),
    (["beef sirloin"], ["Sear the steak for 4 minutes a side and rest it."]),
    (["beef chuck", "carrots"], ["Brown the meat.", "Stew with the carrots for 2 hours."]),
    (["salmon fillets"], ["Bake the salmon at 180 °C for 14 minutes until it flakes easily."]),
    (["cod", "curry paste"], ["Warm the paste.", "Slide in the fish and simmer for 8 minutes."]),
    (["cod", "carrots"], ["Add the cod and turn in the spices.", "Stir in the carrots, cover and cook for 8 minutes."]),
    (["shrimp", "rice"], ["Cook the rice.", "Stir-fry the prawns for 3 minutes until opaque."]),
    (["mussels"], ["Steam the mussels, covered, for 5 minutes until they open."]),
    (["eggs", "spinach"], ["Beat the eggs and scramble them for 3 minutes until set."]),
    (["eggs", "oats"], ["Mash everything into a batter.", "Bake for 25 minutes until firm."]),
    (["eggs", "flour", "milk"], ["Whisk all to a batter.", "Fry small pancakes for 2 minutes a side."]),
    (["egg whites"], ["Beat the whites.", "Cook in a hot pan for 4 minutes, to 71 °C."]),
    (["eggs"], ["Boil the eggs for 10 minutes and peel them."]),
    (["eggs", "tomatoes"], ["Simmer the tomatoes.", "Break in the eggs, cover and cook over a low heat until firm."]),
    (["chicken breast", "avocado", "avocado oil"], ["Warm the avocado oil and fry for 12 minutes to 75 °C inside."]),
    (["all-purpose flour", "butter"], ["Knead the dough.", "Bake at 180 °C for 20 minutes."]),
    (["bacon"], ["Fry the bacon until crisp."]),
    (["chicken breast"], ["Roast the chicken to 73 °C inside."]),  # 165 °F are 73.9 °C
    (["beef sirloin"], ["Sear the steak to 63 °C inside, which is medium-rare for some."]),
    (["pork shoulder", "barbecue sauce"], ["Place in the slow cooker with the sauce and cook on low for 8 hours."]),
    (["ground turkey", "egg", "marinara sauce"], ["Roll the turkey and egg into balls and brown them in a skillet.",
                                                  "Add the sauce and simmer 15 minutes; the balls reach 165°F."]),
    (["tuna poke, sushi-grade tuna steak", "rice"], ["Cook the rice.", "Toss the tuna with the dressing."]),
    (["egg yolks", "spaghetti"], ["Boil the spaghetti.", "Toss with the yolks over a low heat until thickened."]),
    (["duck legs"], ["Cook the duck legs in the oven at 160 °C for 2 hours until the meat falls off the bone; "
                     "they should be falling apart."]),
]  # fmt: skip


@pytest.mark.parametrize(("names", "steps"), SAFE)
def test_food_that_is_cooked_as_it_must_be_is_safe(names: list[str], steps: list[str]) -> None:
    assert dangers(a_dish(*names, steps=steps)) == []


UNSAFE = [
    (["chicken breast"], ["Slice the chicken and toss it with the dressing."],
     "no step cooks the chicken breast: heat to 74 °C (165 °F) inside"),
    (["chicken breast"], ["Roast the chicken at 200 °C for 20 minutes."], "say how to tell"),
    (["chicken breast"], ["Roast at 74 °C for 20 minutes in the oven and serve the chicken."], "say how to tell"),
    (["chicken breast"], ["Roast the chicken at 200 °C until it is 60 °C inside."], "60 °C inside is too little"),
    (["chicken breast"], ["Roast the chicken to 72 °C inside."], "72 °C inside is too little"),
    (["salmon"], ["Sear the salmon for 2 minutes a side, until medium-rare."], "medium rare"),
    (["pork loin"], ["Sear the pork for 2 minutes a side, until medium-rare."], "medium rare"),
    (["turkey breast"], ["Bake the turkey to 150°F in the thickest part."], "66 °C inside is too little"),
    (["ground chicken"], ["Fry the patties until the centre reaches 71 °C (160 °F)."], "too little"),
    (["lean ground beef"], ["Fry the burgers for 2 minutes a side, to 57 °C inside."], "57 °C inside is too little"),
    (["lean ground beef"], ["Fry the burgers for 3 minutes a side until medium-rare."], "medium rare"),
    (["pork loin"], ["Sear the pork for 4 minutes a side."], "say how to tell"),
    (["beef sirloin"], ["Sear the steak for 2 minutes a side, until rare."], '"rare" is not safe'),
    (["beef sirloin"], ["Sear the steak until the core reaches 54 °C (130 °F)."], "54 °C inside is too little"),
    (["salmon", "rice"], ["Cook the rice for 15 minutes.", "Slice the salmon over the rice."], "no step cooks"),
    (["salmon", "soy sauce"], ["Slice the salmon.", "Simmer the glaze for 5 minutes."], "no step cooks the salmon"),
    (["sea bass"], ["Marinate the fish in the lime juice for 20 minutes: a ceviche."], "no step cooks the sea bass"),
    (["beef fillet"], ["Chop the beef finely and season: steak tartare."], "no step cooks the beef fillet"),
    (["eggs", "oil"], ["Whisk the yolks and slowly pour in the oil for a mayonnaise."], "pasteurised"),
    (["eggs", "mascarpone"], ["Beat the eggs with the mascarpone and chill overnight in the fridge."], "pasteurised"),
    (["eggs"], ["Poach the eggs for 3 minutes, the yolks still runny."], "runny"),
    (["eggs"], ["Soft-boil the eggs for 5 minutes."], "soft boil"),
    (["egg yolks", "spaghetti"], ["Boil the spaghetti.", "Off the heat, stir in the yolks."], "pasteurised"),
    (["salmon", "rice"], ["Slice the salmon.", "Add the rice to boiling water."], "no step cooks the salmon"),
    (["oysters"], ["Open the oysters and dress them."], "no step cooks the oysters"),
    (["chicken"], ["Use a frying pan to weigh the chicken down and serve with brown rice."], "no step cooks"),
    (["chicken"], ["Heat the oven and light the grill. Serve the chicken."], "no step cooks"),
    (["chicken"], ["A no-cook dish: do not cook the chicken."], "no step cooks"),
    (["flour", "butter"], ["Mix to a cookie dough and chill."], "no step cooks the flour"),
    (["cassava"], ["Grate the cassava into the salad."], "no step cooks the cassava"),
    (["elderberries"], ["Blend the elderberries."], "no step cooks the elderberries"),
    (["raw milk"], ["Stir the milk with honey."], "no step cooks the raw milk"),
]  # fmt: skip


@pytest.mark.parametrize(("names", "steps", "reason"), UNSAFE)
def test_food_that_stays_raw_is_named(names: list[str], steps: list[str], reason: str) -> None:
    assert reason in " | ".join(dangers(a_dish(*names, steps=steps)))


@pytest.mark.parametrize(
    "name",
    ["cooked chicken", "chicken breast, cooked and shredded", "rotisserie chicken", "canned tuna", "tuna",
     "smoked salmon",
     "ham", "prosciutto", "chicken stock", "fish sauce", "oyster sauce", "oyster mushrooms", "eggplant", "egg noodles",
     "beefsteak tomato", "goat cheese", "lamb's lettuce", "vegan chicken pieces", "soya mince",
     "kidney beans", "duck fat",
     "hard-boiled eggs", "flax eggs", "gooseberries", "crab sticks", "anchovies", "butternut squash", "almond flour",
     "flour tortillas", "pasteurised egg whites", "mayonnaise", "tofu", "plant-based burger"],
)  # fmt: skip
def test_what_is_cooked_cured_canned_or_no_meat_at_all_may_be_served_as_it_is(name: str) -> None:
    assert dangers(a_dish(name, steps=["Arrange on a plate.", "Serve."])) == []


@pytest.mark.parametrize(
    "name",
    ["free-range chicken", "ground beef (20% fat)", "uncooked prawns", "duck eggs", "salmon steaks", "calf's liver"],
)
def test_names_that_look_harmless_are_still_raw(name: str) -> None:
    assert dangers(a_dish(name, steps=["Arrange on a plate.", "Serve."]))


def test_the_sushi_grade_fish_and_the_pasteurised_egg_may_stay_raw_where_the_recipe_says_so() -> None:
    assert dangers(a_dish("sushi-grade salmon", "rice", steps=["Cook the rice.", "Slice the salmon over it."])) == []
    assert dangers(a_dish("salmon", steps=["Buy sashimi-grade salmon.", "Slice it raw."])) == []
    assert dangers(a_dish("eggs", "oil", steps=["Whisk the pasteurised eggs with the oil."])) == []
    assert dangers(a_dish("sushi-grade beef", steps=["Slice the beef raw."])) != []


def test_a_temperature_belongs_to_the_food_it_is_said_of() -> None:
    steps = ["Roast the chicken to 74 °C inside.", "Sear the salmon to 63 °C in the middle."]
    assert dangers(a_dish("chicken breast", "salmon", steps=steps)) == []
    swapped = ["Roast the chicken to 63 °C inside.", "Sear the salmon to 74 °C in the middle."]
    assert len(dangers(a_dish("chicken breast", "salmon", steps=swapped))) == 1


def test_water_and_oil_have_temperatures_of_their_own() -> None:
    steps = ["Poach the chicken in water of 80 °C for 15 minutes."]
    assert "say how to tell" in dangers(a_dish("chicken breast", steps=steps))[0]
    assert dangers(a_dish("cod", steps=["Heat the oil to 175 °C and fry the cod for 5 minutes."])) == []


@pytest.mark.parametrize(
    ("name", "step", "safe"),
    [
        ("dried red kidney beans", "Slow-cook the soaked beans for 8 hours.", False),
        ("dried red kidney beans", "Boil the beans hard for 10 minutes, then slow-cook for 6 hours.", True),
        ("dried red kidney beans", "Boil the beans for 9 minutes.", False),
        ("dried cannellini beans", "Bring to the boil and simmer for 1 hour.", True),
        ("dried kidney beans", "Boil the rice for 20 minutes. Add the beans and simmer for 5 minutes.", False),
        ("dried cannellini beans", "Pressure-cook for 35 minutes.", True),
        ("canned kidney beans", "Stir in the beans.", True),
        ("kidney beans", "Stir in the beans.", True),
        ("sprouted kidney beans", "Scatter over the salad.", False),
        ("dried red lentils", "Simmer for 15 minutes.", True),
        ("green beans", "Serve them raw.", True),
    ],
)
def test_dried_beans_are_boiled_hard(name: str, step: str, safe: bool) -> None:
    assert (dangers(a_dish(name, steps=[step])) == []) is safe


@pytest.mark.parametrize(
    ("words", "safe"),
    [
        ("A first food for infants.", False),
        ("Soft porridge for a 6-month-old.", False),
        ("A creamy bowl with baby spinach.", True),
        ("Not for infants under 12 months.", True),
    ],
)
def test_honey_is_kept_from_infants(words: str, safe: bool) -> None:
    assert (dangers(a_dish("honey", "oats", steps=["Stir and serve."], description=words)) == []) is safe


@pytest.mark.parametrize(
    "name",
    ["dish soap", "peppermint essential oil", "tobacco leaves", "cannabis butter", "activated charcoal",
     "caffeine powder",
     "lye", "foraged wild mushrooms", "death cap mushrooms", "daffodil bulbs", "castor beans", "rhubarb leaves",
     "bitter almonds", "apricot kernels", "green potatoes", "fugu", "magic mushrooms", "DNP"],
)  # fmt: skip
def test_what_is_no_food_is_named(name: str) -> None:
    assert any(name in reason for reason in dangers(a_dish(name, steps=["Boil everything for 30 minutes."])))


@pytest.mark.parametrize(
    "name",
    ["wild mushrooms", "rhubarb", "bitter almond extract", "cherry tomatoes", "pitted cherries",
     "peppermint", "hemp seeds",
     "dried apricots", "sweet potato leaves", "potatoes", "painted hills honey", "lychees", "cocoa powder",
     "charcoal salt"],
)  # fmt: skip
def test_food_that_sounds_like_poison_is_food(name: str) -> None:
    assert dangers(a_dish(name, steps=["Boil everything for 30 minutes."])) == []


def test_a_poisonous_garnish_is_named() -> None:
    plating = {"garnish": "oleander flowers", "colours": ["pink"], "texture": "soft"}
    assert dangers(a_draft(plating=plating)) == ["oleander flowers is poisonous"]


def test_spices_have_a_dose() -> None:
    lines = [
        {"name": name, "amount": grams, "unit": "g", "grams": grams} for name, grams in (("milk", 400), ("nutmeg", 20))
    ]
    assert "harmful dose" in dangers(a_draft(ingredients=lines))[0]
    assert dangers(a_draft(ingredients=[lines[0], {**lines[1], "amount": 1, "grams": 1}])) == []


def test_nothing_perishable_stands_warm_for_hours() -> None:
    cooked = "Roast the chicken to 75 °C inside."
    assert dangers(a_dish("chicken", steps=["Leave the chicken at room temperature overnight.", cooked]))
    assert dangers(a_dish("rice", steps=["Cook the rice and leave the rice on the counter for 6 hours."]))
    assert dangers(a_dish("rice", steps=["Cook the rice for 12 minutes, then leave it on the counter for 6 hours."]))
    assert dangers(a_dish("rice", steps=["Cook the rice and leave it on the counter for 3 hours."]))
    assert not dangers(a_dish("rice", steps=["Cook the rice and leave it on the counter for 2 hours."]))
    assert not dangers(a_dish("chicken", steps=["Let the chicken stand at room temperature for 30 minutes.", cooked]))
    assert not dangers(
        a_dish("flour", steps=["Prove the dough overnight at room temperature.", "Bake for 30 minutes."])
    )
