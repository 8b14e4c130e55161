"""Serves the finished site on this machine, with the 404 page of the language that was asked for."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOST, PORT = "127.0.0.1", 8000


class Handler(SimpleHTTPRequestHandler):
    """Files of the site; for what does not exist, the page that says so."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript", ".json": "application/json"}

    def send_error(self, code, message=None, explain=None):
        """The 404 page of the language in the address, else the English one."""
        first = getattr(self, "path", "").lstrip("/").split("/")[0]
        pages = [Path(self.directory) / first / "404.html", Path(self.directory) / "404.html"]
        page = next((p for p in pages if p.is_file()), None)
        if code != 404 or page is None:
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format, *args):
        """Say nothing: the terminal is for problems."""


def server(folder: Path, port: int = PORT) -> ThreadingHTTPServer:
    """A server of the folder on this machine only. Port 0 takes any free one."""
    return ThreadingHTTPServer((HOST, port), partial(Handler, directory=str(folder)))


def forever(running: ThreadingHTTPServer) -> None:
    """Serve until the person stops it."""
    with running:
        print(f"Open http://{HOST}:{PORT}/ in a browser. Stop with Ctrl+C.")
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            print()
