"""``python -m training``: the command line."""

from training.cli.main import main

if __name__ == "__main__":
    main()
