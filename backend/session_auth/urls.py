from django.urls import path

from session_auth import views

urlpatterns = [
    path("login-set-cookie/", views.LoginSetCookieView.as_view(), name="login-set-cookie"),
    path("login/", views.LoginView.as_view(), name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("account/", views.AccountView.as_view(), name="account"),
]
