"""The written steps as the judges read them: sentences, what is heated in them, for how long and to what core."""

import re
from dataclasses import dataclass

from brigade.recipes.recipe import Draft
from brigade.recipes.words import same_words

HEATS = ("bake", "roast", "grill", "fry", "stir fry", "saute", "simmer", "boil", "poach", "steam", "sear", "brown",
         "broil", "cook", "microwave", "braise", "stew", "barbecue", "char", "scramble", "griddle", "blanch",
         "casserole", "confit", "caramelise", "caramelize", "sizzle", "parboil", "toast", "sweat", "soften",
         "reheat", "blister", "gratinate", "melt", "crisp")  # fmt: skip
IDLES = ("rest", "chill", "marinate", "soak", "stand", "cool", "leave", "freeze", "prove", "proof", "rise",
         "refrigerate", "steep", "brine", "set aside", "infuse", "sit", "drain", "keep", "hydrate", "knead", "whisk",
         "blend", "beat", "process", "stir", "mix", "let", "cure", "preheat", "store", "thaw", "defrost")  # fmt: skip
# Things that are named like a way to cook.
THINGS = re.compile(
    r"\b(?:(?:frying|roasting|baking|grill|griddle|saut[ée]|stew|braising) "
    r"(?:pan|tin|tray|sheet|dish|rack|paper|parchment|powder|soda|basket|pot)s?"
    r"|brown (?:rice|sugar|bread|butter|lentils?|onions?|basmati|mustard|flour|stock|sauce)"
    r"|(?:do not|don't|without|no need to|never|no-|rather than) ?(?:cook|bak|boil|fry|heat|brown|steam)(?:e|ing|en)?"
    r"|(?:heat|preheat|pre-heat|light|switch on|turn on) (?:the |a |an |your )?(?:oven|grill|griddle|broiler|barbecue)"
    r"|on (?:the |a )?toast|cook'?s|cooking (?:water|liquid|oil|spray|time)|pasta water)\b",
    re.IGNORECASE,
)
OVER_HEAT = re.compile(
    r"\b(?:over|on) (?:a |an )?(?:very |fairly )?(?:low|gentle|moderate|medium|high|direct|indirect)\b"
    r"|\b(?:slow|pressure|rice|air)[- ]?(?:cook|fry)\w*|\binstant pot\b|\bsous[- ]?vide\b|\bin the oven\b"
    r"|\b(?:boiling|simmering|bubbling|hot) (?:water|stock|broth|oil|sauce|soup|pan|wok|skillet|griddle)\b"
    r"|\bcooked (?:through|until)\b|\bto (?:the|a) (?:boil|simmer)\b|\bunder (?:the|a) (?:hot )?(?:grill|broiler)\b",
    re.IGNORECASE,
)
_VERB = "|".join(
    verb.replace(" ", "[- ]").replace("saute", "saut[ée]") for verb in sorted(HEATS, key=len, reverse=True)
)
_STEM = re.sub(r"e(?=\||$)", "e?", _VERB)
HEATED = re.compile(rf"\b(?:{_STEM})(?:s|es|ing)?\b", re.IGNORECASE)
IDLE = re.compile(rf"\b(?:{'|'.join(IDLES)})(?:s|es|ing)?\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.;!?])\s+|\n+")
_NUMBER = r"(\d+(?:[.,]\d+)?|an?|one|two|half an)"
SPAN = re.compile(
    rf"\b{_NUMBER}(?:\s*(?:-|–|to|or)\s*(\d+(?:[.,]\d+)?))?[\s-]*(minutes?|mins?|hours?|hrs?|h)\b", re.IGNORECASE
)
WORDED = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "half an": 0.5}
TEMPERATURE = re.compile(r"\b(\d{2,3})(?:\.\d)?\s*(?:°|º|degrees?)?\s*(c|f|celsius|fahrenheit)\b", re.IGNORECASE)
CORE = re.compile(
    r"\bcore\b|\binside\b|\binternal|\bcent(?:re|er)\b|\bmiddle\b|\bthermometer\b|\bprobe\b|\bthickest\b|\bregister|\breach"
    r"|\breads?\b|\bdone\b|\bcooked through\b|\bsafe\b",
    re.IGNORECASE,
)
NOT_CORE = re.compile(r"\b(?:oven|grill|fryer|oil|water|bath|sous[- ]?vide|milk|yeast|fridge|rack)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the steps: as written, in `same_words`, and whether anything is heated in it."""

    written: str
    words: str
    heats: bool

    @property
    def core_temperatures(self) -> list[float]:
        """The temperatures in °C that food is brought to; those of ovens, oil and water are left out."""
        cues = CORE.search(self.written)
        if not cues and NOT_CORE.search(self.written):
            return []
        found = [_celsius(value, unit) for value, unit in TEMPERATURE.findall(self.written)]
        return [celsius for celsius in found if 40 <= celsius <= (99 if cues else 90)]

    @property
    def spans(self) -> list[tuple[bool, float]]:
        """The durations in minutes, a range by its lower end, and whether each is one of heat."""
        return [(self._is_of_heat(span.start()), _minutes(span)) for span in SPAN.finditer(self.written)]

    def _is_of_heat(self, place: int) -> bool:
        plain = _without_things(self.written)[:place]
        last_heat = max((found.start() for found in (*HEATED.finditer(plain), *OVER_HEAT.finditer(plain))), default=-1)
        return last_heat > max((found.start() for found in IDLE.finditer(plain)), default=-1)


def sentences(draft: Draft) -> list[Sentence]:
    """The sentences of all steps, in order."""
    written = [part for step in draft.instructions for part in SENTENCE_END.split(step) if part.strip()]
    return [Sentence(part, same_words(part), is_heated(part)) for part in written]


def is_heated(text: str) -> bool:
    """Whether a text tells the cook to heat food; "brown rice" and "a frying pan" do not."""
    plain = _without_things(text)
    return bool(HEATED.search(plain) or OVER_HEAT.search(plain))


def _without_things(text: str) -> str:
    """The text with things blanked out, every letter in its place."""
    return THINGS.sub(lambda found: "_" * len(found[0]), text)


def _celsius(value: str, unit: str) -> float:
    return (float(value) - 32) / 1.8 if unit.lower().startswith("f") else float(value)


def _minutes(span: re.Match[str]) -> float:
    number, unit = span[1].lower().replace(",", "."), span[3].lower()
    return (WORDED.get(number) or float(number)) * (60 if unit.startswith("h") else 1)
