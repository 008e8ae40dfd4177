"""A mail server that keeps what it is sent: enough of SMTP for Django's own client, with refusals on request."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 sink")
        while line := self.rfile.readline():
            verb = line.strip().upper().split(b" ")[0]
            if verb == b"DATA":
                self.take()
            elif verb == b"QUIT":
                return self.say("221 bye")
            else:
                self.say("250 ok")
        return None

    def take(self):
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if self.server.refusals:
            self.server.refusals -= 1
            return self.say("451 not now")
        self.server.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        return self.say("250 kept")

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")


class Sink(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.mails, self.refusals = [], 0

    def to(self, person):
        return [mail for mail in self.mails if person.email in mail["To"]]


@contextmanager
def listening():
    with Sink() as sink:
        thread = threading.Thread(target=sink.serve_forever, daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            sink.shutdown()
            thread.join()
