"""Settings, migrations, metrics, the worker's work: what needs no running program."""

import io
import json
import os
import tempfile
import unittest
from contextlib import redirect_stdout
from pathlib import Path
from unittest import mock

from application import identity, settings
from application.database import Store, migrate, password_of, tls
from application.metrics import Metrics
from application.worker import Worker
from support import Cloud


class SettingsTest(unittest.TestCase):
    def test_nothing_is_needed(self) -> None:
        here = settings.read({})
        self.assertEqual((here.port, here.metrics_port, here.database, here.sends_to, here.consumes), (8080, 8081, None, None, None))

    def test_the_variables_of_the_platforms(self) -> None:
        here = settings.read(
            {
                "PORT": "9000",
                "DATABASE_HOST": "db",
                "DATABASE_USER": "app",
                "DATABASE_NAME": "shop",
                "WORKER_QUEUE_URL": "projects/p/topics/t",
                "METRIC_NAMESPACE": "shop",
            }
        )
        self.assertEqual(here.database, settings.Database("db", 5432, "shop", "app", None))
        self.assertEqual((here.sends_to, here.metric_namespace), ("projects/p/topics/t", "shop"))


class DatabaseTest(unittest.TestCase):
    def test_migrations_run_once_and_in_order(self) -> None:
        store = Store(None)
        self.assertEqual(migrate(store), ["0001_orders.sql", "0002_orders_by_status.sql"])
        self.assertEqual(migrate(store), [])
        store.run("INSERT INTO orders (id, item, status) VALUES (?, ?, ?)", ["1", "tea", "new"])
        self.assertEqual(store.run("SELECT item FROM orders"), [("tea",)])

    def test_a_migration_that_fails_is_tried_again(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "1.sql").write_text("CREATE TABLE a (b INT);\nNONSENSE;\n")
            store = Store(None)
            with self.assertRaises(Exception):
                migrate(store, Path(folder))
            self.assertEqual(store.run("SELECT name FROM migrations"), [])

    def test_the_password_is_the_platforms_or_a_token(self) -> None:
        database = settings.Database("db", 5432, "shop", "app", "given")
        self.assertEqual(password_of(database), "given")
        cloud = Cloud({"token": (200, {}, b'{"access_token": "t", "expires_in": 60}')})
        self.addCleanup(cloud.close)
        without = settings.Database("db", 5432, "shop", "app", None)
        identity._tokens.clear()
        with mock.patch.dict(os.environ, {"GCE_METADATA_HOST": cloud.host}):
            self.assertEqual(password_of(without), "t")
        with mock.patch.dict(os.environ, {"AZURE_METADATA_HOST": cloud.host, "AZURE_CLIENT_ID": "id"}):
            self.assertEqual(password_of(without), "t")
        self.assertIn("sqlservice.login", cloud.requests[0][1])
        self.assertIn("ossrdbms-aad", cloud.requests[1][1])


    def test_a_password_in_a_file_is_read_again_for_each_connection(self) -> None:
        database = settings.Database("host", 5432, "name", "user", "from the start")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "password"
            with mock.patch.dict(os.environ, {"DATABASE_PASSWORD_FILE": str(file)}):
                for password in ("first", "rotated"):
                    file.write_text(password, encoding="utf-8")
                    self.assertEqual(password_of(database), password)

    def test_tls_is_demanded_but_where_it_is_switched_off(self) -> None:
        with mock.patch.dict(os.environ, clear=True):
            self.assertIsNotNone(tls())
        with mock.patch.dict(os.environ, {"PGSSLMODE": "disable"}):
            self.assertIsNone(tls())


class MetricsTest(unittest.TestCase):
    def test_to_cloudwatch_through_the_log_and_only_what_is_new(self) -> None:
        metrics = Metrics()
        metrics.count("orders_total", 2)
        metrics.count("jobs_total", result="done")
        out = io.StringIO()
        with mock.patch.dict(os.environ, {"ECS_CONTAINER_METADATA_URI_V4": "x"}), redirect_stdout(out):
            metrics.report("shop", None)
            metrics.report("shop", None)
        first, second = [json.loads(line) for line in out.getvalue().splitlines()]
        self.assertEqual((first["orders_total"], first["_aws"]["CloudWatchMetrics"][0]["Namespace"]), (2, "shop"))
        self.assertEqual(first["_aws"]["CloudWatchMetrics"][0]["Dimensions"], [[]])
        self.assertEqual(second["_aws"]["CloudWatchMetrics"][0]["Dimensions"], [[], ["result"]])

    def test_to_the_collector(self) -> None:
        cloud = Cloud({"/v1/metrics": (200, {}, b"{}")})
        self.addCleanup(cloud.close)
        metrics = Metrics()
        metrics.count("orders_total", 2, kind="a")
        metrics.report("shop", cloud.url)
        body = json.loads(cloud.requests[0][3])
        [metric] = body["resourceMetrics"][0]["scopeMetrics"][0]["metrics"]
        self.assertEqual((metric["name"], metric["sum"]["dataPoints"][0]["asDouble"]), ("orders_total", 2))

    def test_a_collector_that_is_not_there_ends_nothing(self) -> None:
        metrics = Metrics()
        metrics.count("orders_total")
        metrics.report("shop", "http://127.0.0.1:1")

    def test_labels_are_escaped(self) -> None:
        metrics = Metrics()
        metrics.count("x", path='a"b\\c')
        self.assertEqual(metrics.text(), 'x{path="a\\"b\\\\c"} 1\n')


class WorkerTest(unittest.TestCase):
    def test_an_order_is_carried_out(self) -> None:
        store, metrics, done = Store(None), Metrics(), []
        migrate(store)
        store.run("INSERT INTO orders (id, item, status) VALUES (?, ?, ?)", ["1", "tea", "new"])
        message = mock.Mock(body='{"id": "1"}', done=lambda: done.append(1))
        worker: Worker
        # The queue does not answer at first.
        answers = [OSError("away"), [message]]

        def receive() -> list:
            if not answers:
                worker.stop()
                return []
            answer = answers.pop(0)
            if isinstance(answer, OSError):
                raise answer
            return answer

        worker = Worker(mock.Mock(receive=receive), store, metrics)
        with mock.patch.object(worker._stopping, "wait"), self.assertLogs("application.worker", "WARNING"):
            worker.run()
        self.assertEqual(store.run("SELECT status FROM orders"), [("done",)])
        self.assertEqual(done, [1])
        self.assertIn('jobs_total{result="done"} 1', metrics.text())

    def test_a_message_that_fails_is_not_done(self) -> None:
        metrics, done = Metrics(), []
        worker = Worker(mock.Mock(), Store(None), metrics)
        with self.assertLogs("application.worker", "ERROR"):
            worker.work(mock.Mock(body="no json", done=lambda: done.append(1)))
        self.assertEqual(done, [])
        self.assertIn('jobs_total{result="failed"} 1', metrics.text())

    def test_after_stop_no_message_is_begun(self) -> None:
        store, message = Store(None), mock.Mock()
        worker: Worker
        queue = mock.Mock()

        def receive() -> list:
            worker.stop()
            return [message]

        queue.receive.side_effect = receive
        worker = Worker(queue, store, Metrics())
        worker.run()
        message.done.assert_not_called()


if __name__ == "__main__":
    unittest.main()
