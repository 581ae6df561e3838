"""The mock by itself, until it is interrupted."""

import argparse

from tests.mock_provider.server import MockProvider


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.mock_provider", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--key", help="the only key that is accepted")
    parser.add_argument("--text-seconds", type=float, default=0.0)
    parser.add_argument("--image-seconds", type=float, default=0.0)
    parser.add_argument("--missing", nargs="*", default=[], help="endpoints that are not there, as /responses")
    parser.add_argument("--refused", nargs="*", default=[], help="parameters that are not supported")
    parser.add_argument("--every", type=int, default=0, help="every so manieth text answer is odd")
    parser.add_argument("--odd", nargs="*", default=["html"], help="how, in turn")
    options = parser.parse_args()
    mock = MockProvider(options.port)
    mock.key, mock.text_seconds, mock.image_seconds = options.key, options.text_seconds, options.image_seconds
    mock.missing, mock.refused = set(options.missing), set(options.refused)
    if options.every:
        mock.every("text", options.every, options.odd)
    print(mock.url, flush=True)
    mock.serve()


main()
