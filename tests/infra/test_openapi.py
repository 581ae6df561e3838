"""The API's description covers the routes that are deployed, and the file at the root is what the code says."""

import json

from infra.api import ROUTES
from tools.write_openapi import FILE, OPERATIONS, described


def test_every_route_is_described_and_every_description_has_its_route() -> None:
    assert {f"{method} {path}" for method, path, _ in ROUTES} == set(OPERATIONS)


def test_the_file_is_what_the_code_says() -> None:
    assert json.loads(FILE.read_text()) == described()


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(described())
    schemas = described()["components"]["schemas"]
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= set(schemas)
