"""What the mock writes unless told otherwise: the factories' draft, fitted to the concept in the prompt."""

import hashlib
import json
import re
from typing import Any

from tests.factories import a_draft_of

CONCEPT = re.compile(r"<concept>\n(.*?)\n</concept>", re.DOTALL)


def a_dish(request: dict[str, Any]) -> str:
    concept = concept_of(request)
    main = str(concept.get("main_ingredient", "rice"))
    place = int.from_bytes(hashlib.sha256(main.encode()).digest()[:4])
    tags = dict.fromkeys([*concept.get("diets", []), "high-protein"])
    draft = a_draft_of(place, name=f"Mock Dish with {main}", meal_types=[concept.get("meal_type", "dinner")],
                       dietary_tags=list(tags))  # fmt: skip
    return draft.model_dump_json()


def concept_of(request: dict[str, Any]) -> dict[str, Any]:
    """What a prompt asks for, however it was sent."""
    found = CONCEPT.search(_prompt(request))
    concept = json.loads(found[1]) if found else {}
    return concept if isinstance(concept, dict) else {}


def _prompt(request: dict[str, Any]) -> str:
    if "input" in request:
        return str(request["input"])
    return "\n".join(str(message.get("content")) for message in request.get("messages", []))
