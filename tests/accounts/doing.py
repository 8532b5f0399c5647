"""What people do in the tests of accounts."""

import re
from urllib.parse import urlsplit

from sqlalchemy import select

from tests import people
from training.db import db
from training.mail.models import Mail


def sign_in(client, first, *, address="192.0.2.1", **fields):
    """Post the sign-in form of somebody from an address, with the right password unless another is given."""
    form = {"email": people.email(first), "password": people.PASSWORD} | fields
    return client.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": address})


def is_signed_in(client):
    """Return whether this browser sees the profile."""
    return client.get("/profile").status_code == 200


def mails(app, to=None):
    """Return the mails queued, the newest last."""
    with app.app_context():
        wanted = select(Mail).order_by(Mail.id)
        return list(db.session.scalars(wanted if to is None else wanted.where(Mail.recipient == to)))


def link_in(mail):
    """Return the path of the link in a mail."""
    return urlsplit(re.search(r"http\S+/\S{40,}", mail.text)[0]).path
