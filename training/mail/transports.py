"""Ways a mail leaves: to a file, to the console, to an SMTP server."""

import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from urllib.parse import unquote, urlsplit

import click

from training.mail.models import Mail
from training.mail.service import Transport
from training.settings import Settings


def transport(settings: Settings) -> Transport:
    """Return the way of the settings."""
    ways: dict[str, Transport] = {
        "file": lambda mail: _to_file(mail, settings),
        "console": lambda mail: click.echo(message(mail, settings).as_string()),
        "smtp": lambda mail: _to_smtp(mail, settings),
    }
    return ways[settings.mail]


def message(mail: Mail, settings: Settings) -> EmailMessage:
    """Return the mail as a message; its Message-ID follows from what it is about, so a copy is known as one."""
    made = EmailMessage(policy=SMTP)
    made["Subject"] = mail.subject
    made["From"] = settings.mail_from
    made["To"] = mail.recipient
    made["Date"] = mail.queued_at
    made["Message-ID"] = f"<{_name(mail)}@{urlsplit(settings.base_url).hostname}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail.text)
    made.add_alternative(mail.html, subtype="html")
    return made


def _to_file(mail: Mail, settings: Settings) -> None:
    folder = settings.data / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{_name(mail)}"
    unfinished.write_bytes(message(mail, settings).as_bytes())
    unfinished.rename(folder / f"{mail.queued_at:%Y%m%dT%H%M%S}-{_name(mail)}.eml")


def _to_smtp(mail: Mail, settings: Settings) -> None:
    parts = urlsplit(settings.smtp_url)
    secure = parts.scheme == "smtps"
    server = smtplib.SMTP_SSL if secure else smtplib.SMTP
    with server(parts.hostname or "localhost", parts.port or (465 if secure else 25), timeout=30) as connection:
        if parts.scheme == "smtp+starttls":
            connection.starttls()
        if parts.username:
            connection.login(unquote(parts.username), unquote(parts.password or ""))
        connection.send_message(message(mail, settings))


def _name(mail: Mail) -> str:
    return sha256(mail.dedupe.encode()).hexdigest()[:24]
