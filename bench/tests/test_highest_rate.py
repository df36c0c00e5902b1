"""Finding the highest rate."""

import asyncio

import pytest

from bench.highest_rate import confirmed, highest_rate


class Site:
    """Sustains up to that many per second."""

    def __init__(self, most: float) -> None:
        self.most = most
        self.tried: list[float] = []

    async def holds(self, rate: float) -> bool:
        self.tried.append(rate)
        return rate <= self.most


@pytest.mark.parametrize("most", [3.0, 39.0, 40.0, 41.0, 97.0, 160.0, 1234.0])
def test_it_finds_the_highest_rate_within_the_precision(most: float) -> None:
    site = Site(most)
    found = asyncio.run(highest_rate(site.holds, first=40, precision=0.05))

    assert found is not None
    assert found <= most <= found * 1.05
    assert len(site.tried) <= 14


def test_a_site_that_holds_no_rate_gets_none() -> None:
    site = Site(-1)

    assert asyncio.run(highest_rate(site.holds, first=40, precision=0.05)) is None
    assert len(site.tried) == 20


def test_an_unstable_rate_is_lowered() -> None:
    site = Site(85)

    assert asyncio.run(confirmed(site.holds, 100, 0.1, tries=3)) == pytest.approx(81)
    assert site.tried == pytest.approx([100, 90, 81])


def test_what_is_never_confirmed_is_no_result() -> None:
    assert asyncio.run(confirmed(Site(10).holds, 100, 0.1, tries=3)) is None
