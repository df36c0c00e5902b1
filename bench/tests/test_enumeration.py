"""bench.enumeration: the statistical test itself."""

import random

import pytest

from bench.enumeration import SIGNIFICANCE, kolmogorov_smirnov


def samples(shift: float) -> tuple[list[float], list[float]]:
    generator = random.Random(1)  # noqa: S311 (statistics, not secrets)
    one = [generator.gauss(10, 1) for _ in range(200)]
    return one, [generator.gauss(10 + shift, 1) for _ in range(200)]


def test_equal_distributions_cannot_be_told_apart() -> None:
    assert kolmogorov_smirnov(*samples(0)) > SIGNIFICANCE
    assert kolmogorov_smirnov([1.0, 2.0], [1.0, 2.0]) > SIGNIFICANCE


def test_half_a_standard_deviation_is_noticed() -> None:
    assert kolmogorov_smirnov(*samples(0.5)) < SIGNIFICANCE


def test_known_value() -> None:
    """Distance 0.5 of two samples of ten: 2 exp(-2 · 1.2026²), and smaller terms."""
    one = [float(number) for number in range(10)]
    other = [number + 4.5 for number in one]
    assert kolmogorov_smirnov(one, other) == pytest.approx(0.1108, abs=0.0001)
