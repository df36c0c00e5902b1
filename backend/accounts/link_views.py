"""The endpoints behind the links in mails (accounts/mail_links.py)."""

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.fields import get_error_detail
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.allauth_private import finish_password_reset, verify_email
from accounts.headless.endpoints import limit
from accounts.mail_links import (
    InvalidLinkError,
    read_reset_token,
    read_undo_token,
    read_verify_token,
)
from accounts.models import User
from accounts.recovery import end_sessions, start_reset
from api.fields import TextField
from api.rate_limits import RateLimitExceededError, client_network, consume
from session_auth.exceptions import TooManyRequests
from session_auth.serializers import DetailSerializer
from session_auth.views import Endpoint


class InvalidLink(APIException):
    status_code = HTTPStatus.BAD_REQUEST
    default_detail = "This link has been used, or it is too old. Please ask for a new one."
    default_code = "invalid_link"


class AddressTaken(APIException):
    status_code = HTTPStatus.CONFLICT
    default_detail = "Another account uses this address now. Please write to the site's owner."
    default_code = "address_taken"


class TokenSerializer(serializers.Serializer[None]):
    token = TextField(max_length=512)


class ResetSerializer(TokenSerializer):
    password = TextField(max_length=1024, trim_whitespace=False)


class LinkView(Endpoint):
    """A view that takes the token of a link; anyone who has the mail may use it."""

    permission_classes = [AllowAny]
    extra_errors = {HTTPStatus.TOO_MANY_REQUESTS}

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        try:
            consume(limit("code", client_network(request._request)))
        except RateLimitExceededError as error:
            raise TooManyRequests(error.wait) from error

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(InvalidLink() if isinstance(exc, InvalidLinkError) else exc)


class ConfirmEmailView(LinkView):
    @extend_schema(
        operation_id="confirmEmail",
        tags=["auth"],
        request=TokenSerializer,
        responses=DetailSerializer,
    )
    def post(self, request: Request) -> Response:
        """Confirm the address of a mailed link. Starts no session."""
        form = TokenSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user, email = read_verify_token(form.validated_data["token"])
        with transaction.atomic():
            address = EmailAddress.objects.filter(user=user, email=email).first()
            if address is None or not (address.verified or verify_email(request._request, address)):
                raise InvalidLink
        return Response({"detail": "Your address is confirmed. You can log in now."})


class ResetPasswordView(LinkView):
    @extend_schema(
        operation_id="resetPasswordByLink",
        tags=["auth"],
        request=ResetSerializer,
        responses=DetailSerializer,
    )
    def post(self, request: Request) -> Response:
        """Set a new password with the token of a link, and end all sessions of the account."""
        form = ResetSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = read_reset_token(form.validated_data["token"])
        password = form.validated_data["password"]
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise serializers.ValidationError({"password": get_error_detail(error)}) from error
        with transaction.atomic():
            user = User.objects.select_for_update().get(pk=user.pk)
            # Again, now that no other request can use the same link.
            read_reset_token(form.validated_data["token"])
            get_adapter().set_password(user, password)
            finish_password_reset(request._request, user)
        return Response({"detail": "Your password is changed. You can log in now."})


class UndoEmailChangeView(LinkView):
    extra_errors = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.CONFLICT}

    @extend_schema(
        operation_id="undoEmailChange",
        tags=["auth"],
        request=TokenSerializer,
        responses=DetailSerializer,
    )
    def post(self, request: Request) -> Response:
        """Take the former address back, end all sessions, and mail a link for a new password."""
        form = TokenSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user, former = read_undo_token(form.validated_data["token"])
        try:
            with transaction.atomic():
                restore_address(user, former)
                end_sessions(user)
                start_reset(request._request, user)
        except IntegrityError as error:
            raise AddressTaken from error
        return Response(
            {
                "detail": "Your former address is back, and all devices are logged out. "
                "We have sent you a mail to choose a new password."
            }
        )


def restore_address(user: User, email: str) -> None:
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    user.email = email
    user.save(update_fields=["email"])
