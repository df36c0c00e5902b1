"""Classification of responses."""

import pytest

from bench.traffic.simulated_user import Response

NOT_AUTHENTICATED = b'{"errors": [{"code": "not_authenticated"}]}'
LOST_DATABASE = b'{"errors": [{"code": "database_unavailable"}]}'


@pytest.mark.parametrize(
    "response",
    [
        Response(503, b"<h1>Back in a moment</h1>"),
        Response(503, b"<h1>We will be back soon</h1>"),
        Response(503, LOST_DATABASE),
    ],
)
def test_it_recognises_outage_messages(response: Response) -> None:
    assert response.outage_message


@pytest.mark.parametrize(
    "response",
    [
        Response(503, b""),
        Response(500, b"<h1>Back in a moment</h1>"),
        Response(200, b"<p>I will be back in a moment</p>"),
        Response(None, b"ServerDisconnectedError"),
    ],
)
def test_other_responses_are_no_outage_message(response: Response) -> None:
    assert not response.outage_message


def test_it_recognises_logged_out_responses() -> None:
    assert Response(403, NOT_AUTHENTICATED).logged_out
    assert Response(302, b"", "/login?redirect=/posts").logged_out
    assert not Response(503, LOST_DATABASE).logged_out
    assert not Response(302, b"", "/posts/1/slug").logged_out
