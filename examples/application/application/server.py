"""The HTTP server: orders and health on one port, metrics on another. SIGTERM drains it."""

import json
import logging
import signal
import threading
import time
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .database import Store
from .metrics import Metrics
from .queues import Queue
from .settings import Settings

log = logging.getLogger(__name__)

MOST_BYTES = 64 * 1024


class Server(ThreadingHTTPServer):
    # At the end, `server_close` waits for the requests in progress.
    daemon_threads = False
    block_on_close = True
    request_queue_size = 128


class Application:
    def __init__(self, settings: Settings, store: Store, queue: Queue | None, metrics: Metrics) -> None:
        self.settings = settings
        self.store = store
        self.queue = queue
        self.metrics = metrics
        self.draining = threading.Event()

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, dict]:
        if path in ("/health", "/health/live"):
            return 200, {"status": "alive"}
        if path == "/version":
            return 200, {"version": self.settings.version, "revision": self.settings.revision}
        if path in ("/health/ready", "/health/startup"):
            return self.health(path)
        if path == "/orders" and method == "POST":
            return self.take(body)
        if path.startswith("/orders/") and method == "GET":
            return self.order(path.removeprefix("/orders/"))
        return (405 if path == "/orders" else 404), {"error": "expected POST /orders or GET /orders/<id>"}

    def health(self, path: str) -> tuple[int, dict]:
        """Ready while the database answers and no SIGTERM has come; started once the tables are there."""
        if self.draining.is_set() and path == "/health/ready":
            return 503, {"status": "draining"}
        try:
            self.store.run("SELECT 1 FROM orders LIMIT 1" if path == "/health/startup" else "SELECT 1")
        except Exception as error:
            log.warning("the database does not answer", extra={"fields": {"reason": type(error).__name__}})
            self.metrics.count("database_connection_errors_total")
            return 503, {"status": "no database"}
        return 200, {"status": "ready"}

    def take(self, body: bytes) -> tuple[int, dict]:
        try:
            item = json.loads(body)["item"]
        except (ValueError, KeyError, TypeError):
            item = None
        if not isinstance(item, str) or not 1 <= len(item) <= 200:
            return 400, {"error": "expected a JSON object with `item`, a text of 1 to 200 characters"}
        order = {"id": str(uuid.uuid4()), "item": item, "status": "new"}
        self.store.run("INSERT INTO orders (id, item, status) VALUES (?, ?, ?)", order.values())
        if self.queue:
            self.queue.send(json.dumps({"id": order["id"]}))
        self.metrics.count("orders_total")
        return 201, order

    def order(self, number: str) -> tuple[int, dict]:
        rows = self.store.run("SELECT id, item, status FROM orders WHERE id = ?", [number])
        return (
            (200, dict(zip(("id", "item", "status"), rows[0], strict=True)))
            if rows
            else (404, {"error": "no such order"})
        )


def handler(application: Application) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self) -> None:
            self.respond()

        def do_POST(self) -> None:
            self.respond()

        def respond(self) -> None:
            begun = time.monotonic()
            application.metrics.change("active_requests", 1)
            try:
                length = int(self.headers.get("Content-Length") or 0)
                if not 0 <= length <= MOST_BYTES:
                    status, answer = 413, {"error": f"expected at most {MOST_BYTES} bytes"}
                    self.close_connection = True
                else:
                    status, answer = self.answered(self.rfile.read(length))
                self.send(status, "application/json", json.dumps(answer).encode())
                path = self.path.split("?")[0]
                if not path.startswith("/health"):
                    application.metrics.count("http_requests_total", status=str(status))
                    application.metrics.observe(
                        "http_request_duration_seconds", time.monotonic() - begun, status=str(status)
                    )
            finally:
                application.metrics.change("active_requests", -1)

        def answered(self, body: bytes) -> tuple[int, dict]:
            try:
                return application.answer(self.command, self.path.split("?")[0], body)
            except Exception:
                log.exception("a request failed", extra={"fields": {"path": self.path.split("?")[0]}})
                return 500, {"error": "the request failed"}

        def send(self, status: int, kind: str, body: bytes) -> None:
            # A client that keeps its connection would hold up the end.
            self.close_connection = self.close_connection or application.draining.is_set()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if self.close_connection:
                self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Requests are counted; the load balancer logs them."""

    return Handler


def metrics_handler(metrics: Metrics) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = metrics.text().encode() if self.path == "/metrics" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    return Handler


def serve_metrics(settings: Settings, metrics: Metrics) -> ThreadingHTTPServer:
    """Serves /metrics, and reports to the platform once a minute."""
    server = ThreadingHTTPServer(("", settings.metrics_port), metrics_handler(metrics))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def report() -> None:
        while True:
            time.sleep(60)
            metrics.report(settings.otlp_endpoint, settings.service_name)

    threading.Thread(target=report, daemon=True).start()
    return server


def on_stop(stop: Callable[[], None]) -> None:
    """Calls `stop` once, in a thread of its own, when the platform ends this container or a person presses Ctrl-C."""
    begun = threading.Event()

    def end(number: int) -> None:
        log.info("stopping", extra={"fields": {"signal": signal.Signals(number).name}})
        stop()

    def take(number: int, _: object) -> None:
        # Only this here: the log may be in the middle of a line.
        if not begun.is_set():
            begun.set()
            threading.Thread(target=end, args=[number]).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, take)


def serve(application: Application) -> None:
    settings = application.settings
    server = Server(("", settings.port), handler(application))
    metrics = serve_metrics(settings, application.metrics)

    def stop() -> None:
        application.draining.set()
        time.sleep(settings.drain_seconds)
        server.shutdown()

    on_stop(stop)
    log.info("serving", extra={"fields": {"port": server.server_port, "metrics_port": metrics.server_port}})
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    application.metrics.report(settings.otlp_endpoint, settings.service_name)
    log.info("stopped")
