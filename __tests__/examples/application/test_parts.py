"""Settings, migrations, metrics, the worker's work: what needs no running program."""

import json
import os
import sqlite3
import ssl
import tempfile
import unittest
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
        self.assertEqual(
            (here.port, here.metrics_port, here.database, here.sends_to, here.consumes), (8080, 8081, None, None, None)
        )

    def test_the_variables_of_the_platforms(self) -> None:
        here = settings.read(
            {
                "PORT": "9000",
                "DATABASE_HOST": "db",
                "DATABASE_USER": "app",
                "DATABASE_NAME": "shop",
                "WORKER_QUEUE_URL": "projects/p/topics/t",
                "OTEL_SERVICE_NAME": "shop-api",
            }
        )
        self.assertEqual(here.database, settings.Database("db", 5432, "shop", "app", None))
        self.assertEqual((here.sends_to, here.service_name), ("projects/p/topics/t", "shop-api"))


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
            with self.assertRaises(sqlite3.OperationalError):
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

    def test_a_server_is_verified_by_the_authority_that_the_platform_gives(self) -> None:
        made = ssl.create_default_context()
        with (
            mock.patch.dict(os.environ, {"DATABASE_CA_CERTIFICATE": "PEM"}),
            mock.patch("ssl.create_default_context", return_value=made) as make,
        ):
            context = tls()
        make.assert_called_once_with(cafile=None, cadata="PEM")
        assert context
        self.assertEqual((context.verify_mode, context.check_hostname), (ssl.CERT_REQUIRED, False))


class MetricsTest(unittest.TestCase):
    def test_to_the_collector_under_the_names_that_prometheus_reads(self) -> None:
        cloud = Cloud({"/v1/metrics": (200, {}, b"{}")})
        self.addCleanup(cloud.close)
        metrics = Metrics()
        metrics.count("orders_total", 2, kind="a")
        metrics.change("active_requests", 1)
        metrics.observe("processing_time_seconds", 0.3)
        metrics.observe("processing_time_seconds", 20)
        metrics.report(cloud.url, "shop-worker")
        [whole] = json.loads(cloud.requests[0][3])["resourceMetrics"]
        self.assertEqual(
            whole["resource"]["attributes"], [{"key": "service.name", "value": {"stringValue": "shop-worker"}}]
        )
        counter, gauge, histogram = whole["scopeMetrics"][0]["metrics"]
        [point] = counter["sum"]["dataPoints"]
        self.assertEqual((counter["name"], point["asDouble"], counter["sum"]["isMonotonic"]), ("orders_total", 2, True))
        self.assertEqual(point["attributes"], [{"key": "kind", "value": {"stringValue": "a"}}])
        self.assertEqual((gauge["name"], gauge["gauge"]["dataPoints"][0]["asDouble"]), ("active_requests", 1))
        [point] = histogram["histogram"]["dataPoints"]
        self.assertEqual((histogram["name"], point["count"], point["sum"]), ("processing_time_seconds", "2", 20.3))
        # One more bucket than bounds: the last is for what is above all of them.
        self.assertEqual(len(point["bucketCounts"]), len(point["explicitBounds"]) + 1)
        at = dict(zip(point["explicitBounds"], point["bucketCounts"], strict=False))
        self.assertEqual((at[0.25], at[0.5], at[1.0], point["bucketCounts"][-1]), ("0", "1", "0", "1"))
        for name in ("orders_total", "active_requests", "processing_time_seconds_count"):
            self.assertIn(name, metrics.text())

    def test_a_collector_that_is_not_there_ends_nothing(self) -> None:
        metrics = Metrics()
        metrics.count("orders_total")
        metrics.report("http://127.0.0.1:1", "shop")

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
