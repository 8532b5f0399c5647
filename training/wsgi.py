"""The site for a WSGI server, with the settings of the environment."""

from training import settings
from training.app import create_app

app = create_app(settings.read())
