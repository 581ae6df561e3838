"""What a person can do something about: said in one message, without a traceback."""


class Problem(Exception):
    """`exit_code`: 2 where the call itself was wrong, 4 where something failed."""

    def __init__(self, message: str, *, hint: str = "", exit_code: int = 4) -> None:
        super().__init__(message)
        self.hint = hint
        self.exit_code = exit_code
