"""Servers that stand between kmsctl and the sandbox, and misbehave as networks do."""
import http.client
import http.server
import socket
import socketserver
import ssl
import threading
import time
import urllib.parse


def now(seconds=0):
    """A Date header, perhaps of another moment."""
    return time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + seconds))


def refusal(status, code, message="words", seconds=0):
    """The service's own form of an error."""
    body = f'{{"Code":"{code}","Message":"{message}","RequestId":"r-1"}}'.encode()
    return status, [("Content-Type", "application/json"), ("Date", now(seconds))], body


def page(status, body=b"<html><h1>Not here</h1></html>"):
    """A page of something that is not the service."""
    return status, [("Content-Type", "text/html"), ("Date", now())], body


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """A client that went away is no news."""


class Shim:
    """Forwards every call to the sandbox but those that the hook answers.

    The hook gets the operation and the shim; it returns an answer, or nothing to forward. With
    `keeps_date=False` no answer has the header Date.
    """

    def __init__(self, endpoint, hook, keeps_date=True, certificate=None):
        target = urllib.parse.urlparse(endpoint)
        self.calls = []
        self.has_hung_up = False
        shim = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one(self):
                operation = self.headers.get("x-acs-action", "")
                shim.calls.append(operation)
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                answer = hook(operation, shim) or self.forward(body)
                status, headers, content = answer
                self.send_response_only(status)
                for name, value in headers:
                    if keeps_date or name.lower() != "date":
                        self.send_header(name, value)
                if shim.has_hung_up:
                    self.send_header("Connection", "close")
                    self.close_connection = True
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = handle_one

            def forward(self, body):
                connection = http.client.HTTPConnection(target.hostname, target.port, timeout=30)
                connection.putrequest(
                    self.command, self.path, skip_host=True, skip_accept_encoding=True)
                for name, value in self.headers.items():
                    connection.putheader(name, value)
                connection.endheaders(body)
                answer = connection.getresponse()
                content = answer.read()
                connection.close()
                kept = [(name, value) for name, value in answer.getheaders()
                        if name.lower() in ("content-type", "date")]
                return answer.status, kept, content

            def log_message(self, *arguments):
                """Tests are quiet."""

        self.server = _Server(("127.0.0.1", 0), Handler)
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            scheme = "https"
        self.url = f"{scheme}://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def hang_up(self):
        """Listens no more: this call is the last that is answered."""
        self.has_hung_up = True
        self.stop()

    def stop(self):
        """Ends the server."""
        self.server.shutdown()
        self.server.server_close()


class Proxy:
    """A proxy that answers every CONNECT with one status."""

    def __init__(self, status):
        self.seen = []
        proxy = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                line = self.rfile.readline().decode("latin-1").strip()
                while self.rfile.readline() not in (b"\r\n", b"\n", b""):
                    pass
                proxy.seen.append(line)
                self.wfile.write(
                    f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode())

        class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        """Ends the server."""
        self.server.shutdown()
        self.server.server_close()


def closed_port():
    """A port of this machine where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
