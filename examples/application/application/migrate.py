"""`python -m application.migrate` brings the tables up to date and ends: the task `migrate`, before a release."""

import logging

from . import logs, settings
from .database import Store, migrate


def main() -> None:
    here = settings.read()
    logs.configure(here.log_level)
    applied = migrate(Store(here.database))
    logging.info("migrated", extra={"fields": {"applied": applied}})


if __name__ == "__main__":
    main()
