"""A checked sheet in PostgreSQL: recipes, and drafts that wait for a person. The caller owns the transaction."""

from typing import Any

from psycopg import Connection

from brigade.generation.plan import concept_key
from brigade.generation.sheet import Line, Sheet
from brigade_io.generation.review_store import ReviewStore
from brigade_io.recipes.recipe_store import Placeholder, RecipeStore


class SheetStore:
    def __init__(self, db: Connection[Any]) -> None:
        self.recipes = RecipeStore(db)
        self.reviews = ReviewStore(db)

    def save(self, sheet: Sheet, constraints_key: str, placeholder: Placeholder) -> list[Line]:
        """Save what was accepted of a chunk, and keep the drafts that a person has to decide on.

        The lines whose recipes are new: where one is stored, the first to be saved stands.
        """
        new = []
        for line in sheet.lines:
            if line.recipe:
                if self.recipes.save(line.recipe, concept_key(line.concept), constraints_key, placeholder):
                    new.append(line)
                self.reviews.replace(sheet.batch_id, line.concept.position)
            elif line.awaits_person:
                self.reviews.put(sheet.batch_id, line, constraints_key)
        return new
