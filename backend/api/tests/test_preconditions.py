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
def test_versions_are_read(header: str, etags: set[str]) -> None:
    assert expected_etags(request(header)) == etags


@pytest.mark.parametrize("header", ["", "*", " * ", "1", '"1', "W/", '"1" "2"x', "é"])
def test_anything_else_is_no_version(header: str) -> None:
    with pytest.raises(PreconditionRequired):
        expected_etags(request(header))


def test_what_was_given_out_is_taken_back() -> None:
    assert expected_etags(request(etag(17))) == {etag(17)}
