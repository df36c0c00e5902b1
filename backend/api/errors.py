"""Errors of this API that arise outside of its views."""

from http import HTTPStatus

from rest_framework.exceptions import APIException

from database.errors import RETRY_AFTER, find_connection_error, log_connection_error


class DatabaseUnavailable(APIException):
    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = "The service is not available at the moment. Please try again."
    default_code = "database_unavailable"
    wait = RETRY_AFTER


def convert_exception(error: BaseException) -> APIException | None:
    """Turn a connection error of the database into a 503: SESSION_AUTH["CONVERT_EXCEPTION"]."""
    if connection_error := find_connection_error(error):
        log_connection_error(connection_error)
        return DatabaseUnavailable()
    return None
