"""The server as a platform runs it: health, orders, metrics, SIGTERM."""

import signal
import subprocess
import sys
import threading
import time
import unittest
import urllib.request

from support import FOLDER, Program, ask


class ServerTest(unittest.TestCase):
    def start(self, **environment: str) -> tuple[Program, str, str]:
        program = Program("application", **environment)
        self.addCleanup(program.__exit__)
        ports = program.until("serving")
        return program, f"http://127.0.0.1:{ports['port']}", f"http://127.0.0.1:{ports['metrics_port']}"

    def test_health_and_orders(self) -> None:
        _, url, _ = self.start()
        for path in ("live", "ready", "startup"):
            self.assertEqual(ask("GET", f"{url}/health/{path}")[0], 200)
        status, order = ask("POST", f"{url}/orders", {"item": "tea"})
        self.assertEqual((status, order["status"]), (201, "new"))
        self.assertEqual(ask("GET", f"{url}/orders/{order['id']}"), (200, order))
        self.assertEqual(ask("GET", f"{url}/orders/none")[0], 404)
        self.assertEqual(ask("GET", f"{url}/orders")[0], 405)
        for wrong in ([], {"item": ""}, {"item": 1}, {"item": "x" * 201}):
            self.assertEqual(ask("POST", f"{url}/orders", wrong)[0], 400)

    def test_it_says_which_build_it_is(self) -> None:
        _, url, _ = self.start(APPLICATION_VERSION="1.2.0", APPLICATION_REVISION="c0ffee")
        self.assertEqual(ask("GET", f"{url}/version"), (200, {"version": "1.2.0", "revision": "c0ffee"}))
        self.assertEqual(ask("GET", f"{url}/health")[0], 200)

    def test_a_body_that_is_too_large_is_refused(self) -> None:
        _, url, _ = self.start()
        self.assertEqual(ask("POST", f"{url}/orders", {"item": "x" * 70_000})[0], 413)

    def test_metrics_are_on_a_port_of_their_own(self) -> None:
        _, url, metrics = self.start()
        ask("POST", f"{url}/orders", {"item": "tea"})
        ask("GET", f"{url}/orders/none")
        ask("GET", f"{url}/health/live")
        # A request is counted after its answer was sent.
        for _ in range(100):
            with urllib.request.urlopen(f"{metrics}/metrics") as answer:
                text = answer.read().decode()
            if "active_requests 0\n" in text:
                break
            time.sleep(0.05)
        self.assertIn('http_requests_total{status="201"} 1\n', text)
        self.assertIn('http_requests_total{status="404"} 1\n', text)
        self.assertIn('http_request_duration_seconds_bucket{status="201",le="+Inf"} 1\n', text)
        self.assertIn("active_requests 0\n", text)
        self.assertNotIn('status="200"', text)

    def test_sigterm_ends_it_after_the_requests_in_progress(self) -> None:
        program, url, _ = self.start(DRAIN_SECONDS="5")
        ended: list[int] = []
        stopper = threading.Thread(target=lambda: ended.append(program.end(signal.SIGTERM)))
        stopper.start()
        while ask("GET", f"{url}/health/ready")[0] != 503:
            time.sleep(0.05)
        # Load balancers have not seen the failed check yet: requests are answered until they have.
        self.assertEqual(ask("GET", f"{url}/health/ready"), (503, {"status": "draining"}))
        self.assertEqual(ask("GET", f"{url}/health/live")[0], 200)
        self.assertEqual(ask("POST", f"{url}/orders", {"item": "tea"})[0], 201)
        stopper.join(15)
        self.assertEqual(ended, [0])
        self.assertEqual([it["message"] for it in program.lines], ["serving", "stopping", "stopped"])

    def test_without_its_database_it_is_alive_and_not_ready(self) -> None:
        _, url, metrics = self.start(
            DATABASE_HOST="127.0.0.1", DATABASE_PORT="1", DATABASE_USER="app", DATABASE_PASSWORD="x"
        )
        self.assertEqual(ask("GET", f"{url}/health/live")[0], 200)
        self.assertEqual(ask("GET", f"{url}/health/ready"), (503, {"status": "no database"}))
        self.assertEqual(ask("GET", f"{url}/health/startup")[0], 503)
        self.assertEqual(ask("POST", f"{url}/orders", {"item": "tea"})[0], 500)
        with urllib.request.urlopen(f"{metrics}/metrics") as answer:
            self.assertIn(b"database_connection_errors_total 2\n", answer.read())

    def test_the_probe_of_the_image(self) -> None:
        program, url, _ = self.start()
        environment = {"PORT": url.rsplit(":", 1)[1], "PYTHONDONTWRITEBYTECODE": "1"}
        probe = [sys.executable, "-m", "application.probe"]
        self.assertEqual(subprocess.run(probe, cwd=FOLDER, env=environment).returncode, 0)
        program.end(signal.SIGTERM)
        self.assertEqual(subprocess.run(probe, cwd=FOLDER, env=environment).returncode, 1)

    def test_the_task_that_migrates_ends(self) -> None:
        with Program("application.migrate") as program:
            line = program.until("migrated")
            self.assertEqual(line["applied"], ["0001_orders.sql", "0002_orders_by_status.sql"])
            self.assertEqual(program.process.wait(10), 0)

    def test_the_log_is_json_without_secrets(self) -> None:
        program, url, _ = self.start(
            DATABASE_HOST="127.0.0.1", DATABASE_PORT="1", DATABASE_USER="app", DATABASE_PASSWORD="hunter2"
        )
        ask("POST", f"{url}/orders", {"item": "tea"})
        program.end(signal.SIGTERM)
        self.assertNotIn("hunter2", str(program.lines))
        self.assertTrue(all({"time", "severity", "message"} <= set(it) for it in program.lines))


if __name__ == "__main__":
    unittest.main()
