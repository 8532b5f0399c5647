"""The product as gunicorn serves it, after the bench's listener on the database was set."""

from bench import engine
from training.wsgi import app

__all__ = ["app", "engine"]
