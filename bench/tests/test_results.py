"""Tables and verdicts."""

from bench.results import table, verdict


def test_a_missed_target_is_in_capitals() -> None:
    assert verdict("≤ 90", reached=True) == "≤ 90 reached"
    assert verdict("≤ 90", reached=False) == "≤ 90 MISSED"


def test_a_table_is_markdown() -> None:
    assert table(["", "lowest"], [["ours", "4.60"], ["theirs", "12.00"]]) == (
        "|        | lowest |\n| ------ | -----: |\n| ours   |   4.60 |\n| theirs |  12.00 |"
    )
