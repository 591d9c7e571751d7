"""A package index on this machine: PyPI's publishing endpoints over HTTPS, and pypiserver behind them."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from base64 import b64decode
from dataclasses import dataclass
from email import message_from_bytes
from typing import TYPE_CHECKING

from aiohttp import ClientSession, web

from tests.rehearsal.trusted_publishing import AUDIENCE, GitLab, Refusal, TrustedPublishing
from tests.support.hosts.loopback import free_port, until_open

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator
    from pathlib import Path

_PASSED_ON = ("Content-Type",)


@dataclass(frozen=True, slots=True)
class PackageIndex:
    """A running index: where it is, what is in it, and who may publish."""

    url: str
    folder: Path
    publishing: TrustedPublishing
    gitlab: GitLab
    attestations: list[str]
    """What came along with the files, one JSON text for each that had some."""

    @property
    def upload_url(self) -> str:
        return f"{self.url}/legacy/"

    @property
    def simple_url(self) -> str:
        return f"{self.url}/simple/"

    @property
    def files(self) -> list[str]:
        """The names of all that was uploaded."""
        return sorted(path.name for path in self.folder.iterdir())


@contextlib.asynccontextmanager
async def package_index(folder: Path, tls: ssl.SSLContext) -> AsyncIterator[PackageIndex]:
    """Serve an index on the loopback interface that keeps its files in an empty `folder`."""
    gitlab = GitLab()
    publishing = TrustedPublishing(gitlab.public_key, time.monotonic)
    async with _pypiserver(folder) as storage, ClientSession(storage) as session:
        endpoints = _Endpoints(publishing, session)
        runner = web.AppRunner(endpoints.application(), shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
            port = runner.addresses[0][1]
            url = f"https://localhost:{port}"
            yield PackageIndex(url, folder, publishing, gitlab, endpoints.attestations)
        finally:
            await runner.cleanup()


@contextlib.asynccontextmanager
async def _pypiserver(folder: Path) -> AsyncIterator[str]:
    port = free_port()
    # Without passwords, because who may upload is decided in front of it, and without watching the folder, as
    # the system has only so much of what does that.
    options = ("--authenticate", ".", "--passwords", ".", "--disable-fallback", "--backend", "simple-dir")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pypiserver", "run", "--interface", "127.0.0.1", "--port", str(port)),
        *(*options, folder),
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await until_open(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


class _Endpoints:
    def __init__(self, publishing: TrustedPublishing, storage: ClientSession) -> None:
        self._publishing = publishing
        self._storage = storage
        self.attestations: list[str] = []

    def application(self) -> web.Application:
        application = web.Application(client_max_size=2**26)
        application.add_routes(
            [
                web.get("/_/oidc/audience", self.audience),
                web.post("/_/oidc/mint-token", self.mint),
                web.post("/_/oidc/burn-token", self.burn),
                web.post("/legacy/", self.upload),
                web.get("/{path:simple/.*}", self.download),
                web.get("/{path:packages/.*}", self.download),
            ]
        )
        return application

    async def audience(self, _request: web.Request) -> web.Response:
        return web.json_response({"audience": AUDIENCE})

    async def mint(self, request: web.Request) -> web.Response:
        try:
            token = self._publishing.mint((await request.json())["token"])
        except Refusal as refusal:
            errors = [{"code": refusal.code, "description": str(refusal)}]
            return web.json_response({"message": "Token request failed", "errors": errors}, status=422)
        return web.json_response({"success": True, "token": token})

    async def burn(self, request: web.Request) -> web.Response:
        burnt = self._publishing.burn((await request.json())["token"])
        return web.json_response({"success": burnt}, status=200 if burnt else 422)

    async def upload(self, request: web.Request) -> web.Response:
        kind, _, credentials = request.headers.get("Authorization", "").partition(" ")
        user, _, token = b64decode(credentials).decode().partition(":") if kind == "Basic" else ("", "", "")
        if user != "__token__" or not self._publishing.accepts(token):
            return web.Response(status=403, text="Invalid or non-existent authentication information.")
        form = _form(request.headers["Content-Type"], await request.read())
        if "attestations" in form:
            self.attestations.append(form["attestations"].decode())
        return await self._pass_on("POST", "/", request)

    async def download(self, request: web.Request) -> web.Response:
        return await self._pass_on("GET", f"/{request.match_info['path']}", request)

    async def _pass_on(self, method: str, path: str, request: web.Request) -> web.Response:
        headers = {name: value for name, value in request.headers.items() if name in _PASSED_ON}
        async with self._storage.request(method, path, data=await request.read(), headers=headers) as answer:
            return web.Response(
                status=answer.status, body=await answer.read(), content_type=answer.content_type
            )


def _form(content_type: str, body: bytes) -> dict[str, bytes]:
    # Not by aiohttp, which reads a body once, and this one is also passed on as it came.
    message = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    return {
        str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True)
        for part in message.walk()
        if not part.is_multipart()
    }
