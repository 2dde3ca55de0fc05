"""`python -m application.worker` carries out the orders of its queue: the component `worker`, with `queue = true`."""

import json
import logging
import threading
import time

from . import logs, settings
from .database import Store
from .metrics import Metrics
from .queues import Message, Queue, open_queue
from .server import on_stop, serve_metrics

log = logging.getLogger(__name__)


class Worker:
    def __init__(self, queue: Queue, store: Store, metrics: Metrics) -> None:
        self._queue = queue
        self._store = store
        self._metrics = metrics
        self._stopping = threading.Event()
        # Held while a message is worked on.
        self._busy = threading.Lock()

    def run(self) -> None:
        """Takes messages until it is to stop. What fails comes again, and at last to the dead-letter queue."""
        while not self._stopping.is_set():
            try:
                messages = self._queue.receive()
            except OSError as error:
                log.warning("the queue does not answer", extra={"fields": {"reason": str(error)}})
                self._stopping.wait(5)
                continue
            for message in messages:
                with self._busy:
                    if self._stopping.is_set():
                        return
                    self.work(message)

    def work(self, message: Message) -> None:
        begun = time.monotonic()
        try:
            order = json.loads(message.body)["id"]
            self._store.run("UPDATE orders SET status = ? WHERE id = ?", ["done", order])
            message.done()
            self._metrics.count("jobs_total", result="done")
        except Exception:
            log.exception("a message failed")
            self._metrics.count("jobs_total", result="failed")
        self._metrics.observe("processing_time_seconds", time.monotonic() - begun)

    def stop(self) -> None:
        self._stopping.set()

    def wait(self) -> None:
        """Waits for the end of the message in progress; a wait for messages is left: it holds none."""
        self._stopping.wait()
        with self._busy:
            pass


def main() -> None:
    here = settings.read()
    logs.configure(here.log_level)
    if not here.consumes:
        raise SystemExit("QUEUE_URL: expected the address of a queue, found none")
    metrics = Metrics()
    serve_metrics(here, metrics)
    worker = Worker(open_queue(here.consumes), Store(here.database), metrics)
    on_stop(worker.stop)
    log.info("working")
    threading.Thread(target=worker.run, daemon=True).start()
    worker.wait()
    metrics.report(here.otlp_endpoint, here.service_name)
    log.info("stopped")


if __name__ == "__main__":
    main()
