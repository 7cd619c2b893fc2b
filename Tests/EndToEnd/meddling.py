"""A loopback proxy in front of the sandbox that answers in its place, or changes what it said."""
import http.client
import http.server
import json
import threading


class MeddlingProxy:
    """Hands every request on, but for what a test takes into its own hands.

    `before` maps an operation to a list of (status, body) that are answered without asking the
    sandbox; `after` maps one to a function that changes the sandbox's answer, a parsed document.
    """

    def __init__(self, endpoint):
        self.target = endpoint.removeprefix("http://")
        self.before, self.after, self.calls = {}, {}, []
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                proxy.answer(self)

            do_GET = do_POST = answer

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.endpoint = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, handler):
        """One request and its answer."""
        body = handler.rfile.read(int(handler.headers.get("content-length") or 0))
        action = handler.headers.get("x-acs-action", "")
        self.calls.append(action)
        if self.before.get(action):
            status, text = self.before[action].pop(0)
            return self.reply(handler, status, [], text.encode())
        connection = http.client.HTTPConnection(self.target, timeout=60)
        connection.putrequest(
            handler.command, handler.path, skip_host=True, skip_accept_encoding=True)
        for name, value in handler.headers.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        response = connection.getresponse()
        content = response.read()
        if action in self.after and response.status == 200:
            document = json.loads(content)
            self.after[action](document)
            content = json.dumps(document).encode()
        kept = [(name, value) for name, value in response.getheaders()
                if name.lower() not in ("content-length", "connection", "transfer-encoding")]
        connection.close()
        self.reply(handler, response.status, kept, content)

    @staticmethod
    def reply(handler, status, headers, content):
        """Sends an answer; a date of our own only where the sandbox gave none."""
        handler.send_response_only(status)
        for name, value in headers:
            handler.send_header(name, value)
        if not any(name.lower() == "date" for name, _ in headers):
            handler.send_header("Date", handler.date_time_string())
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def stop(self):
        """Ends the proxy."""
        self.server.shutdown()
        self.server.server_close()
