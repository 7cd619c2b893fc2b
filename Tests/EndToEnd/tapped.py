"""What a run shows while it lives: its wire, and /proc of it and of every child."""
import os
import pathlib
import re
import socket
import threading
import time


class WireTap:
    """A loopback proxy in front of the sandbox that keeps every byte sent to it."""

    def __init__(self, endpoint):
        host, port = endpoint.removeprefix("http://").split(":")
        self.target, self.streams = (host, int(port)), []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.endpoint = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(self.target)
            sent = bytearray()
            self.streams.append(sent)
            threading.Thread(target=self.carry, args=(client, server, sent), daemon=True).start()

    def carry(self, client, server, sent):
        """Both directions of one connection, until both are over."""
        with client, server:
            back = threading.Thread(target=self.pump, args=(server, client, bytearray()))
            back.start()
            self.pump(client, server, sent)
            back.join()

    @staticmethod
    def pump(source, sink, copy):
        try:
            while data := source.recv(65536):
                copy += data
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def stop(self):
        self.listener.close()

    def sent(self):
        """Everything kmsctl sent."""
        return b"\n".join(bytes(stream) for stream in self.streams)

    def signatures(self):
        """The signatures that were sent."""
        return set(re.findall(rb"Signature=([0-9a-f]{64})", self.sent()))


class ProcessWatch:
    """Samples the command line and the environment of a process and of all below it."""

    def __init__(self, process):
        self.process, self.root = process, process.pid
        self.command_lines, self.environments = set(), {}
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while self.process.poll() is None:
            for pid in self.family():
                self.look(pid)
            time.sleep(0.002)

    def family(self):
        parents = {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    stat = pathlib.Path(f"/proc/{entry}/stat").read_text()
                    parents[int(entry)] = int(stat.rsplit(")", 1)[1].split()[1])
                except (OSError, ValueError):
                    pass
        known = {self.root}
        while True:
            more = {pid for pid, parent in parents.items() if parent in known} - known
            if not more:
                return known
            known |= more

    def look(self, pid):
        try:
            line = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
            environment = pathlib.Path(f"/proc/{pid}/environ").read_bytes()
        except OSError:
            return
        if line:
            self.command_lines.add(line)
            self.environments.setdefault((pid, line), set()).add(environment)

    def children(self):
        """The environments of the children after they became another program."""
        own = {line for (pid, line) in self.environments if pid == self.root}
        return {environment for (pid, line), all_of_it in self.environments.items()
                if pid != self.root and line not in own for environment in all_of_it}
