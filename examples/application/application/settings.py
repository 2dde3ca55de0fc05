"""What the platform says, in environment variables. docs/your-application.md lists them for every cloud."""

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Database:
    host: str
    port: int
    name: str
    user: str
    # None where the application signs in as itself: Cloud Run, Azure.
    password: str | None


@dataclass(frozen=True)
class Settings:
    port: int
    metrics_port: int
    database: Database | None
    # The queue to which the API sends work, and the one that this process consumes. None where there is none.
    sends_to: str | None
    consumes: str | None
    # The collector to report metrics to, apart from /metrics. None: only there.
    otlp_endpoint: str | None
    # The name to report under.
    service_name: str
    log_level: str
    # Seconds between SIGTERM and the end of accepting: load balancers go on sending until they have seen a failed check.
    drain_seconds: float
    # Which build this is: the image has both, and a delivery waits until this address of it says them.
    version: str
    revision: str


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    get = environment.get
    queues = sorted(value for name, value in environment.items() if name.endswith("_QUEUE_URL"))
    return Settings(
        port=int(get("PORT", "8080")),
        metrics_port=int(get("METRICS_PORT", "8081")),
        database=database(environment),
        sends_to=queues[0] if queues else None,
        consumes=get("QUEUE_URL"),
        otlp_endpoint=get("OTEL_EXPORTER_OTLP_ENDPOINT"),
        service_name=get("OTEL_SERVICE_NAME", "application"),
        log_level=get("LOG_LEVEL", "info").upper(),
        drain_seconds=float(get("DRAIN_SECONDS", "3")),
        version=get("APPLICATION_VERSION", "unknown"),
        revision=get("APPLICATION_REVISION", "unknown"),
    )


def database(environment: Mapping[str, str]) -> Database | None:
    host = environment.get("DATABASE_HOST")
    if not host:
        return None
    return Database(
        host=host,
        port=int(environment.get("DATABASE_PORT", "5432")),
        name=environment.get("DATABASE_NAME", "app"),
        user=environment["DATABASE_USER"],
        password=environment.get("DATABASE_PASSWORD"),
    )
