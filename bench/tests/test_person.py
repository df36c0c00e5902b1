"""Responses are recognised."""

import pytest

from bench.traffic.person import Answer

NOT_AUTHENTICATED = b'{"errors": [{"code": "not_authenticated"}]}'
LOST_DATABASE = b'{"errors": [{"code": "database_unavailable"}]}'


@pytest.mark.parametrize(
    "answer",
    [
        Answer(503, b"<h1>Back in a moment</h1>"),
        Answer(503, b"<h1>We will be back soon</h1>"),
        Answer(503, LOST_DATABASE),
    ],
)
def test_an_outage_that_is_told_says_so(answer: Answer) -> None:
    assert answer.outage_message


@pytest.mark.parametrize(
    "answer",
    [
        Answer(503, b""),
        Answer(500, b"<h1>Back in a moment</h1>"),
        Answer(200, b"<p>I will be back in a moment</p>"),
        Answer(None, b"ServerDisconnectedError"),
    ],
)
def test_everything_else_does_not(answer: Answer) -> None:
    assert not answer.outage_message


def test_a_refusal_means_logged_out() -> None:
    assert Answer(403, NOT_AUTHENTICATED).logged_out
    assert Answer(302, b"", "/login?redirect=/posts").logged_out
    assert not Answer(503, LOST_DATABASE).logged_out
    assert not Answer(302, b"", "/posts/1/slug").logged_out
