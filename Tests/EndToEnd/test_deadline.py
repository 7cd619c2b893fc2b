"""A server that never answers, or only drips, ends a plan within the deadline of one call.

Named after findings.
"""
import socket
import subprocess
import threading
import time
import unittest

from harness import BIN, EndToEndCase, Result

RULE = """apiVersion: kmsctl.dev/v1
kind: NetworkRule
metadata: {name: office}
spec: {type: Private, allowedSourceIPs: [10.20.0.0/16]}
"""
# 40 seconds for a call with all its tries, and what starting and ending take on a busy machine.
DEADLINE = 50


class SilentServer:
    """Takes every connection and answers none, or one byte a second of an endless header."""

    def __init__(self, drips):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.endpoint = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.connections = []
        self.is_over = threading.Event()
        self.drips = drips
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        """Takes connections until the listener is closed."""
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections.append(connection)
            if self.drips:
                threading.Thread(target=self.drip, args=(connection,), daemon=True).start()

    def drip(self, connection):
        """Never comes to the end of the header."""
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not self.is_over.wait(1):
                connection.sendall(b"a")
        except OSError:
            pass

    def stop(self):
        """Closes everything."""
        self.is_over.set()
        for one in [self.listener, *self.connections]:
            one.close()


class DeadlineTests(EndToEndCase):
    """Plans against a server that is as good as dead."""

    def setUp(self):
        super().setUp()
        self.write_stack()
        self.write("manifests/rule.yaml", RULE)

    def plan(self, drips):
        """Runs a plan and says how it ended and how long it took."""
        server = SilentServer(drips)
        self.addCleanup(server.stop)
        began = time.monotonic()
        process = subprocess.run(
            [str(BIN / "kmsctl"), "plan", "--endpoint", server.endpoint], cwd=self.stack,
            env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=120, check=False)
        took = time.monotonic() - began
        self.assertTrue(server.connections)
        return Result(process.returncode, process.stdout, process.stderr), took

    def check(self, drips):
        """It ends in time, as an error, and says no plan."""
        result, took = self.plan(drips)
        self.assertLess(took, DEADLINE, str(result))
        self.assertEqual(result.code, 1, str(result))
        self.assertEqual(result.out, "", str(result))
        self.assertIn("timed out", result.err)
        self.assertIn("next step:", result.err)

    def test_a11_a_server_that_never_answers_ends_within_the_deadline(self):
        self.check(drips=False)

    def test_a11_a_server_that_drips_ends_within_the_deadline(self):
        self.check(drips=True)


if __name__ == "__main__":
    unittest.main()
