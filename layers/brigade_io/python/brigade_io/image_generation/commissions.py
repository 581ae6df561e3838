"""Commissions in the work bucket: what those are told of a generation who cannot ask PostgreSQL."""

from uuid import UUID

from brigade.image_generation.commission import Commission, commission_in
from brigade.image_generation.places import commission_key, references_key
from brigade_io.bucket import Bucket


class Commissions:
    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket

    def put(self, commission: Commission) -> None:
        key = commission_key(commission.generation_id, commission.run)
        self.bucket.put_json(key, commission.model_dump(mode="json"))

    def get(self, generation_id: UUID, run: int) -> Commission:
        """Raises NotFound."""
        return commission_in(self.bucket.get_json(commission_key(generation_id, run)))

    # --- Photos to go by -------------------------------------------------------------------------

    def put_references(self, generation_id: UUID, run: int, keys: list[str]) -> None:
        self.bucket.put_json(references_key(generation_id, run), keys)

    def references(self, generation_id: UUID, run: int) -> list[str]:
        """Where the photos lie that were taken in, in their order. Raises NotFound before."""
        keys: list[str] = self.bucket.get_json(references_key(generation_id, run))
        return keys
