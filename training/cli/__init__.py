"""The command line, ``training …``: one module a group of commands, and the work the worker does."""
