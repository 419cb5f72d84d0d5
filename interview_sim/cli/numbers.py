"""Numbers on the command line."""

from __future__ import annotations

import math
from typing import Any

import click


class RealRange(click.FloatRange):
    """A number within limits; `nan` lies within all of them as Click compares, and is none."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number.

        Raises:
            BadParameter: It is none, or out of range.
        """
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value!r} is not a valid {self.name}.", param, ctx)
        return number
