"""PostgreSQL where the platform names one; SQLite in memory on a developer's machine."""

import contextlib
import os
import sqlite3
import ssl
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from . import identity
from .settings import Database


class Store:
    """A connection that is opened again when it has failed. One statement runs at a time."""

    def __init__(self, database: Database | None) -> None:
        self._database = database
        self._connection: Any = None
        self._lock = threading.Lock()

    def run(self, statement: str, values: Iterable[Any] = ()) -> list[tuple]:
        """Runs one statement in a transaction of its own and returns its rows. `?` is a value."""
        with self._lock:
            try:
                connection = self._open()
                cursor = connection.cursor()
                cursor.execute(statement.replace("?", "%s") if self._database else statement, tuple(values))
                rows = cursor.fetchall() if cursor.description else []
                connection.commit()
                return [tuple(row) for row in rows]
            except Exception:
                self._close()
                raise

    def _open(self) -> Any:
        if self._connection is None:
            self._connection = connect(self._database)
        return self._connection

    def _close(self) -> None:
        # An empty database in memory would have lost its tables.
        if self._database is None:
            if self._connection is not None:
                self._connection.rollback()
            return
        # It may have been closed by the other side.
        with contextlib.suppress(Exception):
            if self._connection is not None:
                self._connection.close()
        self._connection = None


def connect(database: Database | None) -> Any:
    if database is None:
        return sqlite3.connect(":memory:", check_same_thread=False)
    import pg8000.dbapi  # Only where there is a PostgreSQL: tests and a first start need no package.

    return pg8000.dbapi.connect(
        host=database.host,
        port=database.port,
        database=database.name,
        user=database.user,
        password=password_of(database),
        ssl_context=tls(),
        timeout=10,
    )


def password_of(database: Database) -> str:
    """The password where the platform gives one, from a file that follows its rotation if there is one; else a token of the container's own identity."""
    if "DATABASE_PASSWORD_FILE" in os.environ:
        return Path(os.environ["DATABASE_PASSWORD_FILE"]).read_text(encoding="utf-8")
    if database.password is not None:
        return database.password
    if "AZURE_CLIENT_ID" in os.environ:
        return identity.azure("https://ossrdbms-aad.database.windows.net")
    return identity.google("https://www.googleapis.com/auth/sqlservice.login")


def tls() -> ssl.SSLContext | None:
    """
    None on a developer's machine. Every platform's database demands TLS. Where the server has an authority of its own, Google gives
    its certificate in `DATABASE_CA_CERTIFICATE`; elsewhere `DATABASE_CA_PATH` may name a file of authorities.
    """
    if os.environ.get("PGSSLMODE") == "disable":
        return None
    own, bundle = os.environ.get("DATABASE_CA_CERTIFICATE"), os.environ.get("DATABASE_CA_PATH")
    context = ssl.create_default_context(cafile=bundle, cadata=own)
    if own:
        context.check_hostname = False  # Cloud SQL's certificate names the instance, not a host: verify-ca.
    elif not bundle:
        # The clouds' private authorities are in no system's list.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def migrate(store: Store, folder: Path = Path(__file__).parent / "migrations") -> list[str]:
    """Applies each file of the folder that was not applied yet, in the order of their names. Safe to run again."""
    store.run("CREATE TABLE IF NOT EXISTS migrations (name VARCHAR(200) PRIMARY KEY)")
    done = {name for (name,) in store.run("SELECT name FROM migrations")}
    applied = []
    for file in sorted(folder.glob("*.sql")):
        if file.name in done:
            continue
        for statement in filter(str.strip, file.read_text(encoding="utf-8").split(";\n")):
            store.run(statement)
        store.run("INSERT INTO migrations (name) VALUES (?)", [file.name])
        applied.append(file.name)
    return applied
