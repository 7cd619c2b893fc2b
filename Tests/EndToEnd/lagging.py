"""A service whose reads lag behind its writes: a small proxy before the sandbox."""
import http.client
import http.server
import json
import threading
import time
import urllib.parse

from harness import INSTANCE, EndToEndCase

NOT_FOUND = json.dumps({
    "Code": "Forbidden.ResourceNotFound", "Message": "The specified Resource is not found.",
    "RequestId": "00000000-0000-4000-8000-000000000000"}).encode()


class LaggingProxy:
    """Answers reads for some seconds after any write as it did before it.

    A read it never answered before is passed on, a Describe of something new is not found. With
    `forgets` nothing is found at all meanwhile.
    """

    def __init__(self, endpoint, lag, operations=("",), forgets=False):
        self.target = urllib.parse.urlsplit(endpoint)
        self.lag, self.operations, self.forgets = lag, operations, forgets
        self.known, self.last_write, self.reads = {}, -1e9, 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            """One connection."""
            protocol_version = "HTTP/1.1"

            def answer(self):
                """Passes one call on, or not."""
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                status, headers, content = outer.answer(
                    self.command, self.path, dict(self.headers.items()), body)
                self.send_response_only(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = answer

            def log_message(self, *_):  # pylint: disable=arguments-differ
                """Nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.endpoint = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, method, path, headers, body):
        """The answer to one call, fresh or stale."""
        action = headers.get("x-acs-action", "")
        if action.startswith(("Create", "Update", "Delete", "Put")):
            answer = self.forward(method, path, headers, body)
            self.last_write = time.monotonic()
            return answer
        key = (action, path, body)
        lags = action.startswith(self.operations) and action != "GetCallerIdentity"
        if lags and time.monotonic() - self.last_write < self.lag:
            if action.startswith("Describe") and (self.forgets or key not in self.known):
                date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
                return 404, [("Content-Type", "application/json"), ("Date", date)], NOT_FOUND
            if key in self.known:
                return self.known[key]
        answer = self.known[key] = self.forward(method, path, headers, body)
        return answer

    def forward(self, method, path, headers, body):
        """The sandbox's own answer."""
        connection = http.client.HTTPConnection(
            self.target.hostname, self.target.port, timeout=60)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                if name.lower() != "connection":
                    connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            kept = [(name, value) for name, value in answer.getheaders()
                    if name.lower() not in ("content-length", "connection")]
            return answer.status, kept, answer.read()
        finally:
            connection.close()

    def stop(self):
        """Ends it."""
        self.server.shutdown()
        self.server.server_close()


MANIFEST = f"""
apiVersion: kmsctl.dev/v1
kind: NetworkRule
metadata: {{name: net}}
spec: {{type: Private, allowedSourceIPs: [10.0.0.0/24]}}
---
apiVersion: kmsctl.dev/v1
kind: Policy
metadata: {{name: pol}}
spec:
  scope: {INSTANCE}
  roles: [CryptoServiceKeyUser]
  resources: [key/*]
  networkRules: [net]
---
apiVersion: kmsctl.dev/v1
kind: ApplicationAccessPoint
metadata: {{name: app}}
spec:
  authenticationMethod: ClientKey
  policies: [pol]
  clientKey:
    validity: 365d
    rotation: {{renewBefore: 30d, overlap: 1d}}
    deliverTo: [{{directory: {{path: out/app}}}}]
"""


class Site(EndToEndCase):
    """A stack of its own before a service that lags; several of them can run side by side."""

    proxy = None

    @classmethod
    def before(cls, case, lag=None, faults=(), **options):
        """A new site of a test: behind a proxy, or with the sandbox's own faults."""
        site = cls()
        site.setUp()
        case.addCleanup(site.doCleanups)
        site.write_stack("  safety: {maxDeletes: 5, maxChangePercent: 100}\n")
        site.write("manifests/all.yaml", MANIFEST)
        if faults:
            site.sandbox.admin("faults", set=list(faults))
        if lag is not None:
            site.proxy = LaggingProxy(site.sandbox.endpoint, lag, **options)
            case.addCleanup(site.proxy.stop)
        return site

    def command(self, *arguments):
        endpoint = (self.proxy or self.sandbox).endpoint
        return [*super().command(*arguments)[:-1], endpoint]

    def rewrite(self, old, new):
        """Changes the manifests."""
        path = self.stack / "manifests/all.yaml"
        text = path.read_text()
        self.assertIn(old, text)
        path.write_text(text.replace(old, new))

    def saved(self):
        """Everything the sandbox stored."""
        return json.loads((self.directory / "sandbox.json").read_text())["inventory"]

    def keys(self):
        """The live keys of the access point."""
        return [key for key in self.inventory()["clientKeys"].values()
                if key["accessPoint"] == "app"]

    def delivered(self):
        """The key an application would load."""
        (path,) = (self.stack / "out/app/current").glob("clientKey_*.json")
        return json.loads(path.read_text())["KeyId"]

    def assert_one_key(self):
        """One live key, delivered, and recorded without an open intent."""
        (key,) = self.keys()
        self.assertEqual(key["id"], self.delivered())
        description = self.inventory()["accessPoints"]["app"]["description"]
        short = key["id"].removeprefix("KAAP.")[:8]
        self.assertIn(short, description)
        self.assertNotIn(" i=", description)
