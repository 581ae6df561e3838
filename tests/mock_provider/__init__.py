"""An independent provider for tests, written from OpenAI's API reference: texts, pictures, models, and every oddity.

    with mock_provider() as mock:
        mock.url                                  # the base URL, http://127.0.0.1:port/v1
        mock.script("text", "html", a_reply)      # what the next calls get, by name or as a Reply
        mock.every("text", 4, ["null", "html"])   # from now on every fourth call gets one of these, in turn
        mock.missing.add("/responses")            # this endpoint is not there
        mock.refused.add("reasoning")             # this parameter is not supported
        mock.calls                                # what was asked

By itself: `python -m tests.mock_provider --port 8080`.
"""

from tests.mock_provider.reply import Reply, failing, saying
from tests.mock_provider.server import Call, MockProvider, mock_provider

__all__ = ["Call", "MockProvider", "Reply", "failing", "mock_provider", "saying"]
