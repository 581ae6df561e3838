"""Accounts over HTTP: register, sign in and out, refresh, who am I, and a new password for a forgotten one."""

from aws_lambda_powertools.event_handler import Response

from brigade.accounts.requests import Done, Forgotten, Reset, SignIn
from brigade.accounts.user import user_view
from brigade.errors import BrigadeError, Unauthorized
from brigade_io.frames.http import answer, http_door, refused, require_caller, rest_api
from functions.accounts.asking import address_of, asked, require_own_page, shown_token
from functions.accounts.carrying import carried, without_cookies
from functions.accounts.resetting import choose_password, send_reset
from functions.accounts.sessions import refresh_session, register_user, sign_in, sign_out, user_of

app = rest_api()


@app.post("/api/auth/register")
def register() -> Response[str]:
    order = asked(app, SignIn)
    return carried(201, register_user(order, address_of(app)), order.tokens)


@app.post("/api/auth/login")
def login() -> Response[str]:
    order = asked(app, SignIn)
    return carried(200, sign_in(order, address_of(app)), order.tokens)


@app.post("/api/auth/refresh")
def refresh() -> Response[str]:
    token, carrier = shown_token(app)
    return carried(200, refresh_session(token), carrier)


@app.post("/api/auth/logout")
def logout() -> Response[str]:
    """Whatever came, the browser forgets its cookies; only another site's page is refused without."""
    require_own_page(app)
    try:
        sign_out(shown_token(app)[0])
    except Unauthorized:
        pass  # nobody was signed in
    except BrigadeError as error:
        return without_cookies(refused(app, error))
    return without_cookies(answer(200, Done(message="You are signed out.")))


@app.get("/api/auth/me")
def me() -> Response[str]:
    caller = require_caller(app.current_event.raw_event["requestContext"].get("authorizer"))
    return answer(200, user_view(user_of(caller)))


@app.post("/api/auth/forgot-password")
def forgot_password() -> Response[str]:
    send_reset(asked(app, Forgotten).email, address_of(app))
    return answer(202, Done(message="If there is an account with this address, a letter is on its way."))


@app.post("/api/auth/reset-password")
def reset_password() -> Response[str]:
    choose_password(asked(app, Reset), address_of(app))
    return without_cookies(answer(200, Done(message="The password is changed. Sign in with the new one.")))


handler = http_door(app)
