"""What the tests of the real program share."""

import pytest


@pytest.fixture(autouse=True)
def not_the_first_start(banks_are_known: None) -> None:
    """The banks are known, as they are in a wheel even at the first start."""
