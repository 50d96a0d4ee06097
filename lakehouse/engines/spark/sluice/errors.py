"""The only error that the engine raises on purpose."""

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
    """An error with a code for callers and a message for operators."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code: Code = code

    def __str__(self) -> str:
        return f"{self.code}: {super().__str__()}"
