"""Makes gunicorn log as the site does: given to it as a configuration file."""

from training import settings

logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"site": {"()": "training.cli.logs.formatter", "style": settings.read().log}},
    "handlers": {"site": {"class": "logging.StreamHandler", "formatter": "site"}},
    "loggers": {
        "gunicorn.error": {"level": "WARNING", "handlers": ["site"], "propagate": False, "qualname": "gunicorn.error"}
    },
    "root": {"level": "WARNING", "handlers": ["site"]},
}
