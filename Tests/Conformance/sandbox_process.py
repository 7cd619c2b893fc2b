"""Starts and stops one kms-sandbox, and talks to its administration."""

import json
import subprocess
import urllib.error
import urllib.request


class Sandbox:
    def __init__(self, binary, *options):
        self.process = subprocess.Popen(
            [binary, "serve", "--port", "0", "--exit-with-stdin", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the sandbox did not start")
        handshake = json.loads(line)
        self.version = handshake["version"]
        self.account = handshake["account"]
        self.region = handshake["region"]
        self.address = handshake["endpoint"].removeprefix("http://")
        self.key = (handshake["accessKeyID"], handshake["accessKeySecret"])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.exit_status = self.process.wait(timeout=30)
        rest = self.process.stdout.read()
        assert rest == b"", f"more than one line on standard output: {rest}"

    def admin(self, verb, **body):
        request = urllib.request.Request(
            f"http://{self.address}/_sandbox/{verb}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def send(self, method, query, headers, body=None):
        """Sends a request as it is; gives status, headers and the JSON of the body."""
        request = urllib.request.Request(
            f"http://{self.address}/?{query}", data=body, headers=headers, method=method
        )
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, dict(answer.headers), json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), json.load(error)
