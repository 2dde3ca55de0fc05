"""`python -m application` serves; the image's own command."""

from . import logs, settings
from .database import Store, migrate
from .metrics import Metrics
from .queues import open_queue
from .server import Application, serve


def main() -> None:
    here = settings.read()
    logs.configure(here.log_level)
    store = Store(here.database)
    if here.database is None:
        # A database in memory is new at each start. Another has its own task: several replicas start at once.
        migrate(store)
    serve(Application(here, store, open_queue(here.sends_to) if here.sends_to else None, Metrics()))


if __name__ == "__main__":
    main()
