"""The real application on a port: web processes on the test's database, asked over HTTP by many at once."""

import http.client
import json
import os
import socket
import sys
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.test import Client

from pmm_workspace.embedded.places import ROOT
from pmm_workspace.embedded.processes import Child, wait_until


@contextmanager
def served(log, *, workers=2, **environment):
    """The port of a server that uses the database of this test."""
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", "pmm_workspace.asgi:application", "--port", str(port)]
    command += ["--workers", str(workers), "--log-level", "warning"]
    web = Child("web", command, log=log, environment=os.environ | environment_of_the_test() | environment, folder=ROOT)
    web.start()
    try:
        wait_until(lambda: _is_alive(port), web)
        yield port
    finally:
        web.end(patience=5)


def environment_of_the_test():
    name = settings.DATABASES["default"]["NAME"]
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    return {"DATABASE_AS_OWNER": "0", "DATABASE_URL": url, "API_RATE": "1000000/min", "LOG_LEVEL": "ERROR"}


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _is_alive(port):
    try:
        return Browser(port).get("/health/live")[0] == 200
    except OSError:
        return False


class Browser:
    """One person's connection: kept open, signed in, and with a CSRF token, as a browser has it."""

    def __init__(self, port, user=None, timeout=30):
        self.port, self.timeout = port, timeout
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.headers = {"Host": f"127.0.0.1:{port}", "Origin": f"http://127.0.0.1:{port}"}
        if user:
            client = Client()
            client.force_login(user)
            token = "c" * 32
            cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
            cookies[settings.CSRF_COOKIE_NAME] = token
            self.headers |= {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
            self.headers |= {"X-CSRFToken": token}

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, data, **headers):
        sort = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(data), sort | headers)

    def save(self, artifact, path, value, *, base, op_id):
        """What the page does when a field is left: (status, JSON or text)."""
        data = {"path": path, "value": value, "base": base, "op_id": op_id}
        status, text = self.post(f"/d/{artifact.pk}/save/", data, **{"X-Autosave": "1"})
        return status, json.loads(text) if text.startswith("{") else text

    def ask(self, method, path, body=None, headers=None):
        self.connection.request(method, path, body, self.headers | (headers or {}))
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode()
