"""How the site logs: one line an event, JSON in production; ids, never names, addresses or answers.

What other libraries log comes out the same way. An exception is told by its type and the lines it went through. Its
message is told only where it is about the machine: others may quote what somebody typed.
"""

import logging
import sys
import traceback

import structlog
from sqlalchemy.exc import OperationalError
from structlog.typing import EventDict, Processor, WrappedLogger

FRAMES = 12
_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def configure(style: str) -> None:
    """Log to the standard error: ``json``, ``plain`` for people, or ``quiet`` for people and trouble only."""
    level = logging.WARNING if style == "quiet" else logging.INFO
    structlog.configure(
        processors=[*_SHARED, *_last(style)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(style))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def formatter(style: str) -> logging.Formatter:
    """Return what makes one of our lines of what another library logs."""
    return structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_last(style)],
        foreign_pre_chain=[*_SHARED, structlog.stdlib.add_logger_name],
    )


def _last(style: str) -> tuple[Processor, ...]:
    if style == "json":
        return (_exception, structlog.processors.JSONRenderer(sort_keys=True))
    plain = structlog.dev.plain_traceback  # the pretty ones print local variables
    return (structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain),)


def _exception(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Put in place of an exception what may be kept of it."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = [_told(each) for each in _chain(error)]
    return event


def _chain(error: BaseException) -> list[BaseException]:
    """Return an exception and those it came from, newest first."""
    found: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in found:
        found.append(each)
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return found


def _told(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    told: dict[str, object] = {
        "type": type(error).__qualname__,
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if isinstance(error, OSError | OperationalError):
        told["message"] = str(error.orig if isinstance(error, OperationalError) else error)
    return told
