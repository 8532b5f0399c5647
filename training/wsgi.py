"""The site for a WSGI server, with the settings and the logs of the environment."""

from training import garbage, settings  # garbage before what it is about
from training.app import create_app
from training.cli import logs

_given = settings.read()
logs.configure(_given.log)
app = create_app(_given)
garbage.settle()
