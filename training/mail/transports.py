"""Ways a mail leaves: to a file, to the console, to an SMTP server."""

import smtplib
from contextlib import closing, suppress
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from urllib.parse import unquote, urlsplit

import click
from email_validator import validate_email

from training.mail.models import Mail
from training.mail.service import Transport, Unreachable
from training.settings import Settings

SECONDS = 20
"""How long the mail server may be silent."""
OF_ONE_MAIL = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
)
"""What a server says of one mail while it takes others."""


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
    made["To"] = _reachable(mail.recipient)
    made["Date"] = mail.queued_at
    made["Message-ID"] = f"<{_name(mail)}@{urlsplit(settings.base_url).hostname}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail.text)
    made.add_alternative(mail.html, subtype="html")
    return made


def _reachable(address: str) -> str:
    """Return an address with its domain as every server takes it, in ASCII; a name before the @ stays as it is."""
    return validate_email(address, check_deliverability=False, test_environment=True).ascii_email or address


def _to_file(mail: Mail, settings: Settings) -> None:
    folder = settings.data / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{_name(mail)}"
    unfinished.write_bytes(message(mail, settings).as_bytes())
    unfinished.rename(folder / f"{mail.queued_at:%Y%m%dT%H%M%S}-{_name(mail)}.eml")


def _to_smtp(mail: Mail, settings: Settings) -> None:
    """Send a mail. Raises Unreachable unless the server answered and refused this mail."""
    try:
        _over_smtp(mail, settings)
    except OF_ONE_MAIL:
        raise
    except OSError as error:
        said = f"{type(error).__name__}: {error}"
        raise Unreachable(said) from error


def _over_smtp(mail: Mail, settings: Settings) -> None:
    parts = urlsplit(settings.smtp_url)
    secure = parts.scheme == "smtps"
    server = smtplib.SMTP_SSL if secure else smtplib.SMTP
    port = parts.port or (465 if secure else 25)
    with closing(server(parts.hostname or "localhost", port, timeout=SECONDS)) as connection:
        if parts.scheme == "smtp+starttls":
            connection.starttls()
        if parts.username:
            connection.login(unquote(parts.username), unquote(parts.password or ""))
        connection.send_message(message(mail, settings))
        with suppress(OSError):  # the mail was taken, whatever becomes of the farewell
            connection.quit()


def _name(mail: Mail) -> str:
    return sha256(mail.dedupe.encode()).hexdigest()[:24]
