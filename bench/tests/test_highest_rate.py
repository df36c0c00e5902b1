"""Finding the highest rate."""

import asyncio

import pytest

from bench.highest_rate import confirmed, highest_rate


class Site:
    """Sustains at most this rate."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.tried: list[float] = []

    async def sustains(self, rate: float) -> bool:
        self.tried.append(rate)
        return rate <= self.limit


@pytest.mark.parametrize("limit", [3.0, 39.0, 40.0, 41.0, 97.0, 160.0, 1234.0])
def test_it_finds_the_highest_rate_within_the_precision(limit: float) -> None:
    site = Site(limit)
    found = asyncio.run(highest_rate(site.sustains, first=40, precision=0.05))

    assert found is not None
    assert found <= limit <= found * 1.05
    assert len(site.tried) <= 14


def test_it_returns_none_without_a_sustained_rate() -> None:
    site = Site(-1)

    assert asyncio.run(highest_rate(site.sustains, first=40, precision=0.05)) is None
    assert len(site.tried) == 20


def test_an_unstable_rate_is_lowered() -> None:
    site = Site(85)

    assert asyncio.run(confirmed(site.sustains, 100, 0.1, tries=3)) == pytest.approx(81)
    assert site.tried == pytest.approx([100, 90, 81])


def test_an_unconfirmed_rate_is_none() -> None:
    assert asyncio.run(confirmed(Site(10).sustains, 100, 0.1, tries=3)) is None
