"""The nginx configuration: taken by nginx, and doing what install.md says."""

from __future__ import annotations

import http.client
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.databases import ROOT
from tests.server.commands import unused_port, wait_until

pytestmark = pytest.mark.server

_MAIN = """
pid {folder}/pid;
daemon off;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/*.conf;
}}
"""


class _Echo(BaseHTTPRequestHandler):
    """Answer with the headers that arrived."""

    def do_GET(self) -> None:
        body = str(self.headers).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        pass


@dataclass(frozen=True, kw_only=True)
class _Nginx:
    plain: int
    secure: int

    def get(self, path: str = "/", *, announced: int = 0) -> tuple[int, http.client.HTTPMessage, str]:
        """Ask over TLS, as somebody who writes an address of their own; or announce a body of so many bytes."""
        anybody = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection("127.0.0.1", self.secure, context=anybody)
        headers = {"Host": "12345.example.cn", "X-Forwarded-For": "203.0.113.9"}
        if announced:
            headers["Content-Length"] = str(announced)
        connection.request("POST" if announced else "GET", path, headers=headers)
        with closing(connection), connection.getresponse() as answer:
            return answer.status, answer.headers, answer.read().decode()


@pytest.fixture(scope="module")
def behind() -> Iterator[int]:
    """Give the port of a site that answers with what it was told."""
    site = ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    threading.Thread(target=site.serve_forever).start()
    yield site.server_port
    site.shutdown()
    site.server_close()


@pytest.fixture(params=["up", "down"])
def nginx(request: pytest.FixtureRequest, behind: int, tmp_path: Path) -> Iterator[_Nginx]:
    """Give a running nginx with our configuration, before a site that is up or down."""
    if not shutil.which("nginx") or not shutil.which("openssl"):
        pytest.skip("这台机器没有 nginx 或 openssl，无法检查 nginx 的配置")
    port = behind if request.param == "up" else unused_port()
    found = _Nginx(plain=unused_port(), secure=unused_port())
    key = ["-keyout", str(tmp_path / "huying.key"), "-out", str(tmp_path / "huying.pem")]
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=x", *key]
    subprocess.run(words, check=True, capture_output=True)
    for source in (ROOT / "deploy" / "nginx").glob("*.conf"):
        text = source.read_text().replace("/etc/nginx/tls", str(tmp_path)).replace("127.0.0.1:800", "127.0.0.1:")
        text = text.replace("127.0.0.1:1 ", f"127.0.0.1:{port} ").replace("127.0.0.1:2 ", f"127.0.0.1:{port} ")
        text = text.replace("listen 80;", f"listen {found.plain};").replace("listen 443 ", f"listen {found.secure} ")
        (tmp_path / source.name).write_text("\n".join(row for row in text.splitlines() if "[::]:" not in row))
    main = tmp_path / "main"
    main.write_text(
        _MAIN.format(folder=tmp_path, user="user root;" if Path("/root").owner() == tmp_path.owner() else "")
    )
    running = subprocess.Popen(["nginx", "-p", str(tmp_path), "-c", str(main)], stderr=subprocess.PIPE, text=True)
    wait_until(lambda: running.poll() is not None or (tmp_path / "pid").exists(), seconds=10)
    yield found
    running.terminate()
    _, said = running.communicate(timeout=20)
    assert running.returncode == 0, said


@pytest.mark.parametrize("nginx", ["up"], indirect=True)
def test_plain_http_is_sent_to_https(nginx: _Nginx) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", nginx.plain)
    connection.request("GET", "/orders/1?a=b", headers={"Host": "12345.example.cn"})
    with closing(connection), connection.getresponse() as answer:
        found = answer.status, answer.headers["Location"]
    assert found == (301, "https://12345.example.cn/orders/1?a=b")


@pytest.mark.parametrize("nginx", ["up"], indirect=True)
def test_the_site_hears_who_came_and_not_who_they_say_they_are(nginx: _Nginx) -> None:
    status, headers, heard = nginx.get()
    assert status == 200
    assert headers.get_all("Strict-Transport-Security") == ["max-age=31536000"]
    assert "X-Forwarded-For: 127.0.0.1\n" in heard
    assert "203.0.113.9" not in heard
    assert "X-Forwarded-Proto: https\n" in heard
    assert "Host: 12345.example.cn\n" in heard


@pytest.mark.parametrize("nginx", ["up"], indirect=True)
def test_too_much_is_refused_with_a_sentence(nginx: _Nginx) -> None:
    status, _, said = nginx.get("/", announced=100 * 1024 * 1024 + 1)
    assert status == 413
    assert said.endswith("请减少图片后重试。\n")


@pytest.mark.parametrize("nginx", ["down"], indirect=True)
def test_a_site_that_is_down_says_whom_to_call(nginx: _Nginx) -> None:
    status, headers, said = nginx.get()
    assert status == 503
    assert "110、119 或 120" in said
    assert headers["Strict-Transport-Security"]
