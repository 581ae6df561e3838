"""Settings to test with: every name is x."""

from typing import Any

from brigade.settings import Settings

NAMES = (
    "environment", "site_url", "images_url", "batch_table", "agent_call_table", "pace_table", "idempotency_table",
    "work_bucket", "images_bucket", "database_url", "token_key_secret", "signing_key_secret",
    "text_key_secret", "image_key_secret",
)  # fmt: skip


def some_settings(**changes: Any) -> Settings:
    return Settings.model_validate({**dict.fromkeys(NAMES, "x"), **changes})
