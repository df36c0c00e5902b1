"""Comparison of query times on small and large databases."""

from bench.posts_at_scale import QUERIES, rows


def test_queries_are_compared_by_medians() -> None:
    times = {query: {1000: [2.0, 4.0, 9.0], 50_000: [3.0, 6.0, 7.0]} for query in QUERIES}
    times["author_search"] = {50_000: [6.1, 6.1], 1000: [4.0, 4.0]}
    found = {row.question: row.cells()[1:] for row in rows(times)}

    assert found.pop("search by an author")[-2:] == ["1.52", "≤ 1.5 MISSED"]
    assert set(map(tuple, found.values())) == {
        ("2.00", "4.00", "3.00", "6.00", "1.50", "≤ 1.5 reached")
    }
