"""Comparing costs."""

from bench.cost import ratios

COSTS = {
    "ours": [6.0, 9.0, 7.0],
    "template": [4.0, 4.0, 3.0],
    "rendering": [2.0, 2.0, 2.0],
    "account": [1.0, 1.0, 1.0],
    "list": [3.0, 3.0, 3.0],
    "hand-written": [1.5, 1.5, 1.0],
}


def test_costs_are_compared_by_minimum_and_median() -> None:
    assert [ratio.row() for ratio in ratios(COSTS)] == [
        ["ours ÷ Django template", "2.00", "1.75", "≤ 2.0 reached"],
        ["ours ÷ (rendering + API calls)", "1.00", "1.17", "≤ 1.1 MISSED"],
        ["API list ÷ hand-written view", "3.00", "2.00", "≤ 1.5 MISSED"],
    ]
