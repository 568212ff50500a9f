"""What can go wrong between us and a model. Each message is Chinese and says what to do; none holds a key."""

from __future__ import annotations

from extractors.errors import JuesuanError


class LlmError(JuesuanError):
    """The model gave no usable reply."""

    code = "E50"


class Unreachable(LlmError):
    """No reply, however often it was tried: no connection, too slow, overloaded, out of order."""

    code = "E51"


class Refused(LlmError):
    """The endpoint does not take such a request; ``final`` where it will not take another way of asking either."""

    code = "E52"

    def __init__(self, message: str, *, final: bool = False) -> None:
        super().__init__(message)
        self.final = final


class TooLarge(LlmError):
    """The request or its reply does not fit the model's context: the work has to be split."""

    code = "E53"


class BadReply(LlmError):
    """A reply came and is not what was asked for: no JSON, not the schema, broken off."""

    code = "E54"


class BudgetSpent(LlmError):
    """The calls or tokens that a run may use are used up."""

    code = "E55"
