"""The township's web server: a stock nginx on this machine's loopback, which serves a repository as plain files."""

import os
import re
import signal
import socket
import subprocess
import time

from machine import packages
from machine.say import Problem

CONFIGURATION = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
worker_processes 1;
events {{ worker_connections 64; }}
http {{
    include /etc/nginx/mime.types;
    log_format board '$msec $request_method $uri $status sent=$bytes_sent body=$body_bytes_sent received=$request_length '
                     'range="$http_range" if-none-match="$http_if_none_match" if-modified-since="$http_if_modified_since"';
    access_log {log} board;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/rate.conf;
    server {{
        listen 127.0.0.1:{port};
        root {root};
    }}
}}
"""


class Server:
    """Stopped and started again, it keeps its port."""

    def __init__(self, folder, root, log):
        self.folder, self.log = folder, log
        folder.mkdir(parents=True, exist_ok=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        text = CONFIGURATION.format(folder=folder, root=root, port=self.port, log=log)
        # Without root, nginx keeps the user it has and says so; as root its workers must be able to read a private folder.
        (folder / "nginx.conf").write_text(("user root;\n" if os.geteuid() == 0 else "") + text)
        self.process = None
        self.start()

    def start(self, rate=None):
        """`rate`: at most so many bytes a second for each connection, as nginx writes it: 20k."""
        (self.folder / "rate.conf").write_text(f"limit_rate {rate};\n" if rate else "")
        command = [packages.find_program("nginx"), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"),
                   "-e", str(self.folder / "error.log")]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                        start_new_session=True)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Problem(f"nginx did not start: {self.process.stderr.read().decode().strip()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise Problem("nginx started, but does not answer.")

    def stop(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()
            self.process = None

    def requests(self):
        """Each line of the access log as a dictionary: time, method, path, status, sent (bytes with headers), body, received."""
        pattern = re.compile(r"(?P<time>\S+) (?P<method>\S+) (?P<path>\S+) (?P<status>\d+) sent=(?P<sent>\d+) body=(?P<body>\d+) "
                             r"received=(?P<received>\d+) (?P<conditions>.*)")
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        found = [match.groupdict() for match in map(pattern.match, lines) if match]
        for request in found:
            for name in ("status", "sent", "body", "received"):
                request[name] = int(request[name])
        return found
