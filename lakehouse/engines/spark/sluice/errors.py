"""The one error that the runner raises on purpose."""

from __future__ import annotations

from typing import Literal

Code = Literal[
    "arguments_invalid",
    "compute_unsuitable",
    "expectation_failed",
    "lake_unreadable",
    "maintenance_failed",
    "model_invalid",
    "model_failed",
    "plan_invalid",
    "table_invalid",
]


class SluiceError(Exception):
    """A refusal with a code that callers branch on and a message that an operator can act on."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code: Code = code

    def __str__(self) -> str:
        return f"{self.code}: {super().__str__()}"
