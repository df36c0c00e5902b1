"""Lost acknowledged changes are found."""

from bench.traffic.written import Written, lost


def post(number: int = 1) -> Written:
    return Written(number, "first", version=1)


def test_the_last_acknowledged_text_is_not_lost() -> None:
    written = post()
    written.acknowledge("second", 2)

    assert lost([written], {1: "second"}) == []


def test_an_older_text_is_lost() -> None:
    written = post()
    written.acknowledge("second", 2)

    assert lost([written], {1: "first"}) == [1]


def test_a_post_that_is_gone_is_lost() -> None:
    assert lost([post(1), post(2), post(3)], {1: "first", 3: None}) == [2, 3]


def test_an_unanswered_change_may_be_there_or_not() -> None:
    written = post()
    written.doubt("second")

    assert written.version is None
    assert lost([written], {1: "first"}) == []
    assert lost([written], {1: "second"}) == []
    assert lost([written], {1: "third"}) == [1]


def test_an_acknowledgement_excludes_older_texts() -> None:
    written = post()
    written.doubt("second")
    written.acknowledge("third", 3)

    assert lost([written], {1: "second"}) == [1]
