"""Lines of an ingredient list, read. The lines are made up for what each is about."""

from dataclasses import replace

import pytest

from brigade.ingredients.line import Line
from brigade.ingredients.reading import read_line

HOSTILE = [
    "(" * 10_000, "()" * 5_000, "1 (1 g / 1 g " * 800, "!" * 10_000, ", " * 5_000, "*" * 10_000, "1/2 " * 2_500,
    "9" * 10_000, "½" * 10_000, "chopped, " * 1_200, "finely " * 1_400, "of and " * 1_400, "or " * 3_000,
    "a/b " * 2_500, "1 cup plus " * 900, "<" * 10_000, "&amp;" * 2_000, "if using " * 1_100, "large " * 1_600,
    "\\u0028" * 1_600, "\x00\ud800" * 5_000,
]  # fmt: skip


def measured(text: str) -> tuple[float | None, str, str]:
    line = read_line(text)
    return line.amount, line.unit, line.name


def grams(text: str) -> float | None:
    weight = read_line(text).grams
    return weight and round(weight)


@pytest.mark.parametrize(
    ("text", "amount", "unit", "name"),
    [
        ("2 cups rye flour", 2, "cup", "rye flour"),
        ("1½ T. walnut oil", 1.5, "tbsp", "walnut oil"),
        ("3 t paprika", 3, "tsp", "paprika"),
        ("250ml oat milk", 250, "ml", "oat milk"),
        ("2 fl. oz. gin", 2, "fl oz", "gin"),
        ("2-3 cloves of garlic", 2.5, "clove", "garlic"),
        ("3 garlic cloves", 3, "clove", "garlic"),
        ("2 celery ribs", 2, "rib", "celery"),
        ("4 bacon slices", 4, "slice", "bacon"),
        ("4 chicken thighs", 4, "thigh", "chicken thighs"),
        ("2 breasts of duck", 2, "breast", "duck breast"),
        ("2 bay leaves", 2, "leaf", "bay leaves"),
        ("6 cloves", 6, "piece", "clove"),
        ("5 eggs", 5, "piece", "eggs"),
        ("a dozen oysters", 12, "piece", "oysters"),
        ("½ a celeriac", 0.5, "piece", "celeriac"),
        ("2-inch piece of ginger", 2, "inch", "ginger"),
        ("5 cm piece ginger", 5 / 2.54, "inch", "ginger"),
        ("Pinch of saffron", 1, "pinch", "saffron"),
        ("large handful rocket", 1, "handful", "rocket"),
        ("a couple drops of tabasco", 2, "drop", "tabasco"),
    ],
)
def test_a_line_is_an_amount_a_unit_and_a_name(text: str, amount: float, unit: str, name: str) -> None:
    assert measured(text) == (pytest.approx(amount), unit, name)


@pytest.mark.parametrize(
    "text", ["Fish sauce", "fish sauce, to taste", "A little fish sauce", "fish sauce for dipping"]
)
def test_a_line_without_an_amount_has_none(text: str) -> None:
    assert measured(text) == (None, "piece", "fish sauce")


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("Lard, 2 tbsp", 2, "tbsp"), ("Lard: 2 T", 2, "tbsp"), ("Lard (2 tbsp)", 2, "tbsp"),
        ("Lard - 2 tbsp", 2, "tbsp"), ("Lard 50g", 50, "g"), ("Lard, a knob", 1, "knob"),
        ("Lard, ~45 g", 45, "g"), ("Lard, 3", 3, "piece"),
    ],
)  # fmt: skip
def test_an_amount_may_follow_the_name(text: str, amount: float, unit: str) -> None:
    assert measured(text) == (amount, unit, "lard")


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("300 g swede", 300),
        ("1 lb 4 oz swede", 567),
        ("1 1/2 cups (212g) spelt flour", 212),
        ("1 cup spelt flour (125 grams)", 125),
        ("1.5 lbs (700 g) turnips", 700),
        ("6 oz smoked trout (175 grams )", 175),
        ("2 cups/190 grams rye flour", 190),
        ("9 oz / 255 g quark", 255),
        ("1 cup plus 2 tablespoons / 290 g malt", 290),
        ("3 potatoes (about 1 lb)", 454),
    ],
)
def test_a_mass_the_line_gives_is_kept_the_metric_one_first(text: str, weight: float) -> None:
    assert grams(text) == weight


@pytest.mark.parametrize(
    ("text", "amount", "unit", "weight"),
    [
        ("2 (21-ounce) cans damson filling", 2, "can", 1191),
        ("2 21- ounce cans damson filling", 2, "can", 1191),
        ("1 x 400g tin borlotti", 1, "can", 400),
        ("2x 400 g tins borlotti", 2, "can", 800),
        ("2 x 400 g tins borlotti (drained)", 2, "can", 800),
        ("400g/14oz tin borlotti", 1, "can", 400),
        ("14.5 oz can borlotti", 1, "can", 411),
        ("1 can (15 oz) borlotti", 1, "can", 425),
        ("2 cans borlotti (15 oz each)", 2, "can", 850),
        ("1-15 oz can borlotti", 1, "can", 425),
        ("1 (4-ounce can) borlotti", 1, "can", 113),
        ("1, 5 oz box of jelly", 1, "box", 142),
        ("3 6-ounce hake fillets", 3, "fillet", 510),
        ("2 hake fillets (about 6 oz. each)", 2, "fillet", 340),
        ("1 4 lb beef brisket", 1, "piece", 1814),
        ("One (5 1/2-pound) goose", 1, "piece", 2495),
        ("1 (4-pound bone-in) ham", 1, "piece", 1814),
    ],
)
def test_the_mass_of_a_pack_is_that_of_each(text: str, amount: float, unit: str, weight: float) -> None:
    line = read_line(text)
    assert (line.amount, line.unit, grams(text)) == (amount, unit, weight)


@pytest.mark.parametrize(
    ("text", "amount", "name"),
    [
        ("1 cup plus 2 tablespoons kefir", 1.125, "kefir"),
        ("1 cup + 2 tbsp kefir", 1.125, "kefir"),
        ("1 cup kefir +2 tbsp", 1.125, "kefir"),
        ("1 cup kefir, plus 2 tbsp for brushing", 1.125, "kefir"),
        ("1 cup kefir, plus more for brushing", 1, "kefir"),
        ("1 cup kefir plus 2 tbsp whey", 1, "kefir"),
        ("1 cup kefir (¾ cup + 4 tablespoons)", 1, "kefir"),
    ],
)
def test_what_is_added_is_summed_in_the_first_unit(text: str, amount: float, name: str) -> None:
    assert measured(text) == (pytest.approx(amount), "cup", name)


@pytest.mark.parametrize(
    ("text", "name", "preparation"),
    [
        ("1 leek, finely sliced", "leek", ("finely sliced",)),
        ("1 leek (finely sliced)", "leek", ("finely sliced",)),
        ("1 leek finely sliced", "leek", ("finely sliced",)),
        ("1 finely sliced leek", "leek", ("finely sliced",)),
        ("1 cup peeled and diced kohlrabi", "kohlrabi", ("peeled and diced",)),
        ("1 cup packed fresh dill, chopped, divided", "fresh dill", ("packed", "chopped", "divided")),
        ("2 heaped tbsp cocoa", "cocoa", ("heaped",)),
        ("rapeseed oil for frying", "rapeseed oil", ("for frying",)),
        ("1 tin sardines in oil, drained", "sardines in oil", ("drained",)),
        ("1 cup bulgur, cooked", "bulgur", ("cooked",)),
        ("2 very ripe pears cut into wedges", "pears", ("very ripe", "cut into wedges")),
        ("5 dl boiling water", "water", ("boiling",)),
        ("100 g butter (softened (not melted))", "butter", ("softened", "not melted")),
        ("3 turnips - peeled", "turnips", ("peeled",)),
    ],
)
def test_what_is_done_to_a_food_is_no_part_of_its_name(text: str, name: str, preparation: tuple[str, ...]) -> None:
    line = read_line(text)
    assert (line.name, line.preparation) == (name, preparation)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1 tsp ground mace", "ground mace"),
        ("2 cups cooked freekeh", "cooked freekeh"),
        ("4 skinless, boneless quail breasts", "skinless boneless quail breasts"),
        ("50 g butter (unsalted)", "unsalted butter"),
        ("1 tbsp savory, dried", "dried savory"),
        ("1 pepper (red, large, chopped)", "red pepper"),
        ("1 cup kefir (1%, cold)", "1% kefir"),
        ("1 cup 2% milk", "2% milk"),
        ("400 g diced tomatoes", "diced tomatoes"),
        ("1 tsp crushed red pepper", "crushed red pepper"),
        ("500 g minced beef", "minced beef"),
        ("1 tbsp toasted sesame oil", "toasted sesame oil"),
        ("1 cup thick-cut marmalade", "thick-cut marmalade"),
        ("1 cup half and half", "half and half"),
        ("4 skin on quail breasts", "skin-on quail breasts"),
    ],
)
def test_what_a_food_is_when_it_is_bought_stays_in_its_name(text: str, name: str) -> None:
    assert read_line(text).name == name


def test_washed_and_dried_leaves_are_not_dried_herbs() -> None:
    assert read_line("1 bunch lovage, rinsed, dried").name == "lovage"


@pytest.mark.parametrize(
    ("text", "name", "alternatives"),
    [
        ("1 tbsp ghee or butter", "ghee", ("butter",)),
        ("1 tbsp ghee (or butter)", "ghee", ("butter",)),
        ("1 tbsp ghee, or 2 tbsp melted lard", "ghee", ("lard",)),
        ("ghee or butter, to taste", "ghee", ("butter",)),
        ("2 tbsp butter or olive oil", "butter", ("olive oil",)),
        ("basil or mint leaves", "basil leaves", ("mint leaves",)),
        ("1 cup oat or soy milk", "oat milk", ("soy milk",)),
        ("2 tbsp icing/powdered sugar", "icing sugar", ("powdered sugar",)),
        ("1 tsp salt (or to taste)", "salt", ()),
        ("1 cup stock (or more)", "stock", ()),
        ("salt and pepper", "salt and pepper", ()),
        ("sea salt &amp; white pepper", "sea salt and white pepper", ()),
    ],
)
def test_alternatives_are_told_apart(text: str, name: str, alternatives: tuple[str, ...]) -> None:
    line = read_line(text)
    assert (line.name, line.alternatives) == (name, alternatives)


@pytest.mark.parametrize(
    ("text", "amount", "name"),
    [
        ("Juice of 1 lime", 1, "lime juice"),
        ("juice from ½ a grapefruit", 0.5, "grapefruit juice"),
        ("Finely grated zest of 4 oranges", 4, "orange zest"),
        ("Zest and juice of 2 limes", 2, "lime juice"),
        ("Juice and Zest of 2 limes", 2, "lime juice"),
        ("1 lime, juiced", 1, "lime juice"),
        ("2 limes (zest only)", 2, "lime zest"),
        ("2 limes, halved", 2, "limes"),
    ],
)
def test_the_juice_of_a_fruit_is_counted_in_fruits(text: str, amount: float, name: str) -> None:
    assert measured(text) == (amount, "piece", name)


@pytest.mark.parametrize(
    ("text", "size", "name"),
    [
        ("3 large parsnips", "large", "parsnips"),
        ("1 pound jumbo prawns", "jumbo", "prawns"),
        ("2 extra large eggs", "extra large", "eggs"),
        ("1 parsnip (medium)", "medium", "parsnip"),
        ("8 8-inch tortillas", "8-inch", "tortillas"),
        ("2 (9 inch) pie crusts", "9 inch", "pie crusts"),
        ("9-inch pie crust", "9-inch", "pie crust"),
        ("2 ripe medium mangoes", "medium", "mangoes"),
    ],
)
def test_a_size_is_no_part_of_the_name(text: str, size: str, name: str) -> None:
    line = read_line(text)
    assert (line.size, line.name) == (size, name)


def test_what_is_named_with_a_size_alone_is_one() -> None:
    assert read_line("9-inch pie crust").amount == 1


@pytest.mark.parametrize(
    "text",
    ["1 tbsp capers (optional)", "Optional: 1 tbsp capers", "1 tbsp capers, if desired", "1 tbsp optional capers"],
)
def test_a_line_may_say_that_it_can_be_left_out(text: str) -> None:
    assert read_line(text) == Line(text, "capers", 1, "tbsp", optional=True)


def test_a_line_that_does_not_is_needed() -> None:
    assert not read_line("1 tbsp capers, stirred in if using the oven").optional


@pytest.mark.parametrize(
    "text",
    [
        "2 tbsp capers*", "• 2 tbsp capers", "2 tbsp capers (see note 3)", "2 tbsp capers ([Note 3])",
        "2 tbsp capers**", "<li>2 tbsp capers</li>", "2&nbsp;tbsp capers", "2 tbsp \ufeffcapers",
        "2 tbsp capers ($0.45)", "2 tbsp capers (total)",
        "For the sauce: 2 tbsp capers", "2 tbsp capers™", "\\u0032 tbsp capers", "2 TBSP. CAPERS", "2 tbsp capers,",
    ],
)  # fmt: skip
def test_what_web_pages_leave_in_a_line_is_not_read(text: str) -> None:
    assert read_line(text) == Line(text, "capers", 2, "tbsp")


@pytest.mark.parametrize(
    "text",
    ["2 (1-inch) pieces ginger", "3-inch ginger", "5 cm piece ginger", "1 leek (finely sliced)", "2 heaped tbsp cocoa",
     "2 extra large eggs", "1 parsnip (medium)", "1 lb 85/15 ground beef", "zest and juice of 2 limes",
     "2 (21-ounce each) cans damson filling", "1 stick plus 2 tbsp butter",
     "2 hake fillets (about 6 oz. each)", "3 to 4 (1 pound) turkey cutlets", "2 (12 inch) pizza crusts",
     "9 inch pie crust", "1 leek (cut into 1 ½-inch pieces)", "1 cup kefir, plus 2 tbsp for brushing",
     "1 tbsp ghee, or 2 tbsp lard"],
)  # fmt: skip
def test_a_line_in_capitals_is_read_alike(text: str) -> None:
    assert replace(read_line(text.upper()), text=text) == read_line(text)


def test_the_zest_that_is_taken_beside_the_juice_is_work() -> None:
    assert read_line("Zest and juice of 2 limes, strained").preparation == ("zest", "strained")


def test_a_pound_of_lemons_that_are_juiced_stays_lemons() -> None:
    assert read_line("1 lb lemons, juiced").name == "lemons"
    assert read_line("1 onion, juiced").name == "onion"


@pytest.mark.parametrize("text", ["", "   ", "For the sauce:", "Topping:", "()", "1 cup", "(optional)", "***"])
def test_a_line_that_names_no_food_has_no_name(text: str) -> None:
    assert read_line(text).name == ""


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_a_hostile_line_keeps_its_text(text: str) -> None:
    assert read_line(text).text == text


def test_only_the_beginning_of_an_endless_line_is_read() -> None:
    long, longer = ("1 cup rice, " + "rinsed " * words for words in (100, 10_000))
    assert replace(read_line(longer), text=long) == read_line(long)


@pytest.mark.parametrize(
    ("text", "amount", "unit", "name"),
    [
        ("21/2 lb turnips", 2.5, "lb", "turnips"),
        ("2-21/2 cups rye flour", 2.25, "cup", "rye flour"),
        ("1 stick plus 2 tbsp butter", 10, "tbsp", "butter"),
        ("1/2 stick + 1 tablespoon unsalted butter", 5, "tbsp", "unsalted butter"),
        ("6 (1/4-inch-thick) slices eggplant", 6, "slice", "eggplant"),
        ("2 (1-inch) pieces ginger", 2, "inch", "ginger"),
        ("3 (2-inch) pieces ginger", 6, "inch", "ginger"),
        ("3-inch ginger", 3, "inch", "ginger"),
        ("2 (1-inch) slices ginger", 2, "slice", "ginger"),
        ("bunch cilantro", 1, "bunch", "cilantro"),
        ("6 oz piece trout", 1, "piece", "trout"),
        ("1 cup cooked, shredded turkey", 1, "cup", "cooked turkey"),
        ("2 quail legs, bone in, skin on", 2, "leg", "bone-in skin-on quail legs"),
        ("1 pepper [red], 2 oz", 1, "piece", "red pepper"),
        ("1 leek {green part, sliced}, 3 oz", 1, "piece", "leek"),
        ("Turnips 2", 2, "piece", "turnips"),
        ("1 cup pepper [red] soup", 1, "cup", "red pepper soup"),
        ("1 cup pepper {red} soup", 1, "cup", "red pepper soup"),
        ("Ground quail 80 lean", None, "piece", "ground quail"),
        ("1 large, ripe papaya", 1, "piece", "papaya"),
        ("3 cups cold half-and-half", 3, "cup", "half-and-half"),
        ("1 peeled small-diced shallot", 1, "piece", "shallot"),
        ("1/4 tsp or to taste cayenne", 0.25, "tsp", "cayenne"),
        ("1 cup your favorite granola", 1, "cup", "granola"),
        ("2 more scallions", 2, "piece", "scallions"),
        ("3 small leeks -- halved lengthwise", 3, "piece", "leeks"),
        ("2-3 large handfuls of kale", 2.5, "handful", "kale"),
        ("Season with salt", None, "piece", "salt"),
        ("margarine, or butter 2 tsp", 2, "tsp", "margarine"),
        ("3 g bay leaves 4", 3, "g", "bay leaves"),
        ("1 large egg plus 1 egg white", 1, "piece", "egg"),
        ("2 lb beef for stew", 2, "lb", "beef for stew"),
        ("1 cup hot, cooked barley", 1, "cup", "hot cooked barley"),
        ("4 no-boil, oven-ready lasagna noodles", 4, "piece", "no-boil oven-ready lasagna noodles"),
        ("2 sleeves saltines", 2, "sleeve", "saltines"),
    ],
)
def test_a_line_is_read_through_its_turns_of_phrase(text: str, amount: float | None, unit: str, name: str) -> None:
    assert measured(text) == (amount, unit, name)


def test_a_mass_beside_an_open_number_is_that_of_all() -> None:
    assert grams("3 to 4 (1 pound) turkey cutlets") == 454
    assert grams("2-3 (6-ounce) trout") == round(2.5 * 170.1)
    assert grams("2 (1 pound) pork tenderloins") == 907


def test_each_weighing_is_a_mass_of_each() -> None:
    assert grams("4 quails each weighing about 6 oz") == round(4 * 170.1)


def test_grams_of_a_nutrient_are_no_mass_of_the_food() -> None:
    assert grams("1 cup light dressing (3 g fat per tbsp)") is None


def test_a_ratio_of_lean_to_fat_is_a_share_that_is_lean() -> None:
    assert read_line("1 lb 85/15 ground beef").name == "85% lean ground beef"
    assert read_line("1 lb 85/20 ground beef").name != "85% lean ground beef"


def test_a_skin_that_is_left_on_belongs_to_the_name() -> None:
    assert read_line("4 duck legs (I used bone-in with skin)").name.startswith("skin-on")
    assert not read_line("4 duck legs, skin removed").name.startswith("skin-on")


def test_a_heading_before_a_colon_is_left_out() -> None:
    line = read_line("Optional bowl add-ins: salsa, onions")
    assert (line.name, line.optional) == ("salsa", True)
