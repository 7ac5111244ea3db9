"""HTTP for those who watch the stage: /live, /ready and /metrics."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from pipeline.stage.metrics import CONTENT_TYPE, Metrics

Probe = Callable[[], tuple[bool, str]]
"""Whether all is well, and why, in a few words. Called from the server's threads; must not wait."""


class HealthServer:
    """Serves health and metrics from a thread of its own.

    ``/live`` and ``/ready`` answer 200 or 503 with ``{"ok": …, "why": …}``.
    """

    def __init__(self, host: str, port: int, metrics: Metrics, *, ready: Probe, live: Probe) -> None:
        """Take the port and begin to answer.

        Args:
            host: address to listen on.
            port: port to listen on; 0 takes a free one, see ``port``.
            metrics: what ``/metrics`` shows.
            ready: whether work can be done.
            live: whether the process should be left running.

        Raises:
            OSError: the port is taken or not allowed.
        """
        self._server = _Server((host, port), _Handler)
        self._server.probes = {"/live": live, "/ready": ready}
        self._server.metrics = metrics
        self._thread = Thread(target=self._server.serve_forever, args=(0.2,), name="health", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._server.server_address[1])

    def stop(self) -> None:
        """Stop answering and free the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    probes: dict[str, Probe]
    metrics: Metrics


class _Handler(BaseHTTPRequestHandler):
    timeout = 10
    server: _Server
    server_version = "dateline"
    sys_version = ""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/metrics":
            self.server.metrics.ready(ready=self.server.probes["/ready"]()[0])
            self._answer(200, CONTENT_TYPE, self.server.metrics.exposition())
        elif probe := self.server.probes.get(path):
            ok, why = probe()
            body = json.dumps({"ok": ok, "why": why}, ensure_ascii=False).encode()
            self._answer(200 if ok else 503, "application/json", body)
        else:
            self._answer(404, "text/plain; charset=utf-8", b"/live, /ready, /metrics\n")

    do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

    def _answer(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in http.server
        """Keep probes, which come every few seconds, out of the logs."""
