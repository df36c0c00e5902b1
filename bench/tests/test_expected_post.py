"""Lost acknowledged changes are found."""

from bench.traffic.expected_post import ExpectedPost, lost_posts


def post(number: int = 1) -> ExpectedPost:
    return ExpectedPost(number, "first", version=1)


def test_the_last_acknowledged_text_is_not_lost() -> None:
    expected = post()
    expected.acknowledge("second", 2)

    assert lost_posts([expected], {1: "second"}) == []


def test_an_older_text_is_lost() -> None:
    expected = post()
    expected.acknowledge("second", 2)

    assert lost_posts([expected], {1: "first"}) == [1]


def test_a_missing_post_is_lost() -> None:
    assert lost_posts([post(1), post(2), post(3)], {1: "first", 3: None}) == [2, 3]


def test_an_unconfirmed_change_may_be_stored_or_not() -> None:
    expected = post()
    expected.add_unconfirmed("second")

    assert expected.version is None
    assert lost_posts([expected], {1: "first"}) == []
    assert lost_posts([expected], {1: "second"}) == []
    assert lost_posts([expected], {1: "third"}) == [1]


def test_an_acknowledgement_excludes_older_texts() -> None:
    expected = post()
    expected.add_unconfirmed("second")
    expected.acknowledge("third", 3)

    assert lost_posts([expected], {1: "second"}) == [1]
