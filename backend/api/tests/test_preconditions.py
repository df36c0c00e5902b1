"""The If-Match header"""

import pytest
from django.test import RequestFactory
from rest_framework.request import Request

from api.preconditions import PreconditionRequired, etag, expected_etags


def request(header: str) -> Request:
    return Request(RequestFactory().put("/", headers={"If-Match": header}))


@pytest.mark.parametrize(
    ("header", "etags"),
    [
        ('"1"', {'"1"'}),
        ('W/"1"', {'"1"'}),
        ('"1", W/"2"', {'"1"', '"2"'}),
        ('*, "1"', {'"1"'}),
    ],
)
def test_it_reads_etags(header: str, etags: set[str]) -> None:
    assert expected_etags(request(header)) == etags


@pytest.mark.parametrize("header", ["", "*", " * ", "1", '"1', "W/", '"1" "2"x', "é"])
def test_it_rejects_other_values(header: str) -> None:
    with pytest.raises(PreconditionRequired):
        expected_etags(request(header))


def test_it_reads_our_own_etag() -> None:
    assert expected_etags(request(etag(17))) == {etag(17)}
