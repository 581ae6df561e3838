"""What is done to a food, told apart from what it is: "finely chopped fresh parsley" is fresh parsley."""

import re

_HOW = (
    r"(?:(?:(?:very )?(?:finely|thinly)|very|coarsely|roughly|rough|thickly|lightly|freshly|well|firmly|loosely"
    r"|slightly|gently|completely|fine|thin|small|large|medium|neatly|diagonally|partially)[- ])?"
)
_DONE = (
    r"(?:chopped|minced(?! (?:beef|pork|lamb|meat|turkey|chicken))|diced(?! tomato)|sliced|grated|shredded|cubed|halved"
    r"|quartered|julienned|peeled(?! tomato)|crushed(?! (?:red|chil|tomato|pineapple))|pitted|seeded|de-?seeded|cored"
    r"|trimmed|hulled|stemmed|destemmed|shelled|deveined|rinsed|drained|washed|scrubbed|softened|melted|beaten|whisked"
    r"|toasted(?! sesame oil)|sifted|packed|crumbled|mashed(?! potato)|squeezed|zested|juiced|torn|thawed|defrosted"
    r"|divided|warmed|cooled|chilled|pounded|flattened|separated|shaved|snipped|picked|bruised|smashed|strained"
    r"|cracked(?! wheat)|soaked|slivered|split(?! pea)|butterflied|(?:over-?)?ripe|left-?over|home-?made"
    r"|(?:store-|shop-)?bought|(?:good-)?quality"
    r"|cut(?= (?:in|into|up|to|on|the|diagonally|crosswise|lengthwise)\b|$)"
    r"|room[- ]temperature|fresh(?:ly)?(?= ground)|(?:ice[- ])?cold(?! (?:cut|brew|smoke|press))"
    r"|(?:boiling|lukewarm|warm|hot|ice)(?= (?:water|milk))"
    r"|(?:stems?|seeds|skins?|rinds?|bones?|tops?|ends?|crusts?|leaves) (?:removed|discarded|picked|on|off))"
)
_WORK = re.compile(
    rf"(?<![-\w]){_HOW}{_DONE}(?![-\w])(?:(?:,? and | & |, | or |/){_HOW}{_DONE}(?![-\w]))*"
    r"(?:(?: (?:into|in|to|for|with|or|and then|then|on|at|from|as|if|plus|but|crosswise|lengthwise|diagonally"
    r"|thin|thinly|thick|fine|finely|small|well|about|each|over|through|until|off|up|by|half|ahead"
    r"|separately)\b(?!-).*)?$)?"
)
_AIM = re.compile(
    r"(?:^| )(?:(?:or |plus |and )?(?:to (?:taste|serve|garnish|your|finish|cover|coat|top)|more )"
    r"|for (?!the |stew|brais)|as (?:needed|required|desired)|if |at room|plus (?:extra|a|[0-9])|\+ (?=[0-9])|such as "
    r"|like |from |with |without |approx|preferably|add(?:ing)? more|adjust "
    r"|(?:about|roughly|around) (?=[0-9a])|depending|see |i used"
    r"|i like|each$|per |drained weight|including |of (?:your )?choice|your fav).*"
)

STATES: frozenset[str] = frozenset({
    "black", "bleached", "bone-in", "boneless", "brown", "canned", "condensed", "dark", "dried", "dry",
    "evaporated", "extra-virgin", "fat-free", "fresh", "frozen", "full-fat", "gluten-free", "golden", "granulated",
    "green", "ground", "hot", "large-flake", "lean", "light", "lite", "low-fat", "low-moisture", "low-sodium",
    "lower-sodium", "meatless", "multigrain", "no-boil", "no-salt-added", "non-fat", "nonfat", "old-fashioned",
    "orange", "organic", "oven-ready", "part-skim", "plain", "powdered", "purple", "quick-cooking", "raw",
    "ready-to-eat", "ready-to-serve", "ready-to-use", "red", "reduced-fat", "reduced-sodium", "salted", "seedless",
    "skin-on", "skinless", "smoked", "sweet", "sweetened", "thick-cut", "unbleached", "uncooked", "unsalted",
    "unseasoned", "unsweetened", "virgin", "white", "whole", "yellow",
})  # fmt: skip
"""What a food is when it is bought: such words after a comma belong to its name ("butter, unsalted")."""

_SAID_OF_STATES = STATES | {"and", "or", "very"}
_PERCENT = re.compile(r"[0-9.-]+%")
_EDGES = re.compile(
    r"^(?:[^\w%\"]|(?:of|and|or|the|a|an|some|each)(?= |$))+|(?:[^\w%\"'®]|(?<= )(?:and|or|of|the|a|in))+$"
)


def parted(food: str) -> tuple[str, list[str]]:
    """The name and what is done to it: "red onion finely chopped" -> ("red onion", ["finely chopped"])."""
    aim = _AIM.search(food)
    what = food[: aim.start()] if aim else food
    done = [*(work[0] for work in _WORK.finditer(what)), aim[0] if aim else ""]
    return tidy(_WORK.sub(" ", what)), [words for words in map(tidy, done) if words]


def is_state(clause: str) -> bool:
    """Whether a clause says only how the food is bought: "boneless and skinless", "dried"."""
    words = [word for word in clause.split() if not _PERCENT.fullmatch(word)]
    states = not STATES.isdisjoint(words) or len(words) < len(clause.split())
    return states and _SAID_OF_STATES.issuperset(words)


def is_work(clause: str) -> bool:
    """Whether a clause names no food: "finely chopped", "large", "skin-on"."""
    return is_state(clause) or parted(clause)[0] in ("", "cooked")


def tidy(words: str) -> str:
    """Single spaces, and no punctuation or loose joints at the ends."""
    return _EDGES.sub("", " ".join(words.split()))
