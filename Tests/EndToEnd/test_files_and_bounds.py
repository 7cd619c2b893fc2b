"""Files that lead elsewhere, files without end, and TLS: named after findings A10 to A12."""
import json
import os
import pathlib
import resource
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest

from harness import BIN, EndToEndCase, PASSED_ON, Result

RULE = """apiVersion: kmsctl.dev/v1
kind: NetworkRule
metadata: {name: office}
spec: {type: Private, allowedSourceIPs: [10.20.0.0/16]}
"""


class FileCase(EndToEndCase):
    """Runs kmsctl with any environment."""

    def setUp(self):
        super().setUp()
        self.write_stack()
        self.write("manifests/rule.yaml", RULE)

    def run_kmsctl(self, *arguments, adding=None, without=()):
        """One run; it has to end within a minute."""
        environment = {name: value for name, value in self.environment().items()
                       if name not in without} | (adding or {})
        done = subprocess.run(
            [str(BIN / "kmsctl"), *arguments], cwd=self.stack, env=environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
        return Result(done.returncode, done.stdout, done.stderr)


class SandboxFiles(FileCase):
    """What a work tree brings along must not lead the sandbox elsewhere."""

    NAMES = ("sandbox.json", "sandbox.json.lock", "sandbox.json.calls.jsonl")

    def lay(self, trap, path):
        """Puts a trap where a file will be looked for; returns what must stay as it is."""
        aim = self.directory / "aim"
        aim.write_text("kept")
        if trap == "link":
            path.symlink_to(aim)
        elif trap == "link-to-nowhere":
            path.symlink_to(self.directory / "nowhere")
        elif trap == "link-to-directory":
            path.symlink_to(self.directory)
        elif trap == "link-to-device":
            path.symlink_to("/dev/zero")
        elif trap == "pipe":
            os.mkfifo(path)
        elif trap == "hard-link":
            path.hardlink_to(aim)
        elif trap == "foreign":
            path.write_text("theirs")
            os.chown(path, 12345, 12345)
        return aim

    def test_a10_no_file_of_the_sandbox_leads_elsewhere(self):
        traps = ["link", "link-to-nowhere", "link-to-directory", "link-to-device", "pipe",
                 "hard-link"] + (["foreign"] if os.geteuid() == 0 else [])
        place = self.stack / ".kmsctl"
        for name in self.NAMES:
            for trap in traps:
                with self.subTest(name=name, trap=trap):
                    shutil.rmtree(place, ignore_errors=True)
                    place.mkdir()
                    aim = self.lay(trap, place / name)
                    result = self.run_kmsctl("plan", "--sandbox")
                    self.assertEqual(result.code, 1, str(result))
                    self.assertIn(f"/.kmsctl/{name}' ", result.err)
                    self.assertIn("move it away or delete it", result.err)
                    self.assertEqual(aim.read_text(), "kept")
                    self.assertFalse((self.directory / "nowhere").exists())

    def test_a10_a_directory_that_is_a_link_is_not_used(self):
        aim = self.directory / "aim"
        aim.mkdir()
        (self.stack / ".kmsctl").symlink_to(aim)
        for words in (["plan", "--sandbox"], ["sandbox", "log"], ["sandbox", "reset"]):
            result = self.run_kmsctl(*words)
            self.assertEqual(result.code, 1, str(result))
            self.assertIn("/.kmsctl' is a symbolic link, expected a directory", result.err)
        self.assertEqual(list(aim.iterdir()), [])

    def test_a10_init_appends_through_no_link(self):
        aim = self.directory / "aim"
        aim.write_text("kept")
        for trap in ("link", "pipe"):
            with self.subTest(trap=trap):
                new = self.directory / f"new-{trap}"
                new.mkdir()
                if trap == "link":
                    (new / ".gitignore").symlink_to(aim)
                else:
                    os.mkfifo(new / ".gitignore")
                result = self.run_kmsctl(
                    "-C", str(new), "init", "--name", "a", "--account", "1192000000000000",
                    "--region", "cn-hangzhou")
                self.assertEqual(result.code, 1, str(result))
                self.assertIn("cannot read", result.err)
                self.assertEqual(aim.read_text(), "kept")


class FewDescriptors(unittest.TestCase):
    """A sandbox whose limit on open files is reached."""

    def test_a10_the_sandbox_lives_on_when_descriptors_run_out(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="kmsctl-e2e-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        process = subprocess.Popen(
            [BIN / "kms-sandbox", "serve", "--state", str(folder / "state.json"),
             "--exit-with-stdin"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={"PATH": os.environ["PATH"], **PASSED_ON},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40)))
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, 30)
        self.addCleanup(process.stdin.close)
        endpoint = json.loads(process.stdout.readline())["endpoint"]
        port = int(endpoint.rsplit(":", 1)[1])
        crowd = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(80)]
        time.sleep(0.5)
        self.assertIsNone(process.poll(), "the sandbox ended")
        for one in crowd:
            one.close()
        with socket.create_connection(("127.0.0.1", port), timeout=30) as one:
            one.sendall(b"POST /_sandbox/status HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                        b"Content-Length: 0\r\nConnection: close\r\n\r\n")
            self.assertTrue(one.makefile("rb").readline().startswith(b"HTTP/1.1 200"))


class ConfigurationFiles(FileCase):
    """config.json: bounded, and never repeated."""

    KEYS = ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET")

    def whoami(self, path):
        """Runs whoami with a configuration file; returns it with the seconds it took."""
        start = time.monotonic()
        result = self.run_kmsctl(
            "whoami", "--endpoint", self.sandbox.endpoint, without=self.KEYS,
            adding={"ALIBABA_CLOUD_CONFIG_FILE": str(path)})
        return result, time.monotonic() - start

    def test_a11_what_is_no_small_file_is_refused_at_once(self):
        large, pipe = self.directory / "large.json", self.directory / "pipe.json"
        large.touch()
        os.truncate(large, 1 << 30)
        os.mkfifo(pipe)
        for path, words in ((large, "has 1073741824 bytes, expected at most 1048576"),
                            (pipe, "is a named pipe, expected a file"),
                            ("/dev/zero", "is a device, expected a file")):
            with self.subTest(path=path):
                result, seconds = self.whoami(path)
                self.assertNotEqual(result.code, 0)
                self.assertIn(f"{path} {words}", result.err)
                self.assertLess(seconds, 20)

    def test_a11_deep_and_long_json_ends_soon(self):
        path = self.directory / "config.json"
        size = (1 << 20) - 64
        for text in ("[" * size, '{"profiles":[' + "{}," * (size // 4) + "{}]}",
                     '{"a":' * (size // 5), '{"current":"' + "\\u0000" * (size // 6 - 4) + '"}'):
            path.write_text(text)
            result, seconds = self.whoami(path)
            self.assertNotEqual(result.code, 0)
            self.assertLess(seconds, 20)
            self.assertLess(len(result.err), 4000)

    def test_a11_no_value_of_the_file_is_repeated(self):
        path = self.directory / "config.json"
        token = "CAIS8wF1q6Ft5B2yfSjIr5fJT0k3n4xUl"
        for document in ({"current": token, "profiles": [{"name": "prod", "mode": "AK"}]},
                         {"current": "prod", "profiles": [{"name": "prod", "mode": token}]},
                         {"current": "prod", "profiles": [{"name": "prod", "region_id": token}]}):
            path.write_text(json.dumps(document))
            result, _ = self.whoami(path)
            self.assertNotEqual(result.code, 0)
            self.assertNotIn(token, result.out + result.err)
            self.assertIn("prod", result.err)


class TLSCase(FileCase):
    """Servers with certificates of their own."""

    def certificate(self, name, host="IP:127.0.0.1", dates=()):
        """A certificate that signs itself; returns it and its key."""
        folder = self.directory / name
        folder.mkdir()
        (folder / "index.txt").touch()
        (folder / "ca.cnf").write_text(
            "[ca]\ndefault_ca=a\n[a]\ndatabase=index.txt\nnew_certs_dir=.\ndefault_md=sha256\n"
            "policy=p\nrand_serial=yes\n[p]\ncommonName=supplied\n[e]\n"
            f"subjectAltName={host}\nbasicConstraints=CA:TRUE\n")
        when = ["-startdate", dates[0], "-enddate", dates[1]] if dates else ["-days", "2"]
        for words in (["req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=test", "-keyout",
                       "key.pem", "-out", "request.pem"],
                      ["ca", "-batch", "-selfsign", "-notext", "-config", "ca.cnf", "-extensions",
                       "e", "-keyfile", "key.pem", "-in", "request.pem", "-out", "cert.pem", *when]):
            subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
        return folder / "cert.pem", folder / "key.pem"

    def server(self, certificate, key, newest=None):
        """A TLS server that answers every request with 503; returns its port."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        if newest:
            context.maximum_version = newest
        context.load_cert_chain(certificate, key)
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)

        def serve():
            while True:
                try:
                    plain, _ = listener.accept()
                except OSError:
                    return
                try:
                    with context.wrap_socket(plain, server_side=True) as one:
                        one.recv(65536)
                        one.sendall(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n"
                                    b"Connection: close\r\n\r\n")
                except OSError:
                    plain.close()
        threading.Thread(target=serve, daemon=True).start()
        return listener.getsockname()[1]

    def whoami(self, port, *more, host="127.0.0.1", **adding):
        """Asks who is calling, at a server."""
        url = f"https://{host}:{port}"
        return self.run_kmsctl(
            "whoami", "--endpoint", url, "--sts-endpoint", url, *more, adding=adding)


class TLSFailures(TLSCase):
    """Each cause has a next step of its own."""

    def check(self, result, *words):
        """An error with the words of its next step."""
        self.assertNotEqual(result.code, 0)
        for word in words:
            self.assertIn(word, result.err)

    def test_a12_each_cause_of_a_tls_failure_has_its_next_step(self):
        good = self.certificate("good")
        port = self.server(*good)
        self.check(self.whoami(port), "--ca-file or KMSCTL_CA_FILE")
        trusted = ("--ca-file", str(good[0]))
        self.check(self.whoami(port, *trusted, host="localhost"), "correct the host in --endpoint")
        ended = self.certificate("ended", dates=("20200101000000Z", "20210101000000Z"))
        self.check(self.whoami(self.server(*ended), "--ca-file", str(ended[0])),
                   "set this machine's clock if it is wrong")
        coming = self.certificate("coming", dates=("20900101000000Z", "20910101000000Z"))
        self.check(self.whoami(self.server(*coming), "--ca-file", str(coming[0])),
                   "set this machine's clock if it is wrong")
        old = self.server(*good, newest=ssl.TLSVersion.TLSv1_1)
        self.check(self.whoami(old, *trusted), "speaks TLS 1.2 or newer")
        plain = int(self.sandbox.endpoint.rsplit(":", 1)[1])
        self.check(self.whoami(plain, *trusted), "speaks TLS 1.2 or newer")
        for name in ("missing.pem", "words.pem", "pipe.pem"):
            path = self.directory / name
            if name.startswith("words"):
                path.write_text("no certificate")
            elif name.startswith("pipe"):
                os.mkfifo(path)
            self.check(self.whoami(port, "--ca-file", str(path)), str(path),
                       "name a readable file of certificate authorities in PEM")


class SessionKeys(TLSCase):
    """SSLKEYLOGFILE."""

    def test_a12_session_keys_are_written_nowhere(self):
        good = self.certificate("good")
        log = self.directory / "keys.log"
        result = self.whoami(self.server(*good), "--ca-file", str(good[0]),
                             SSLKEYLOGFILE=str(log))
        self.assertIn("403", result.err, "the exchange did not take place")
        self.assertFalse(log.exists(), "the keys of the connection were written")


if __name__ == "__main__":
    unittest.main()
