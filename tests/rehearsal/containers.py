"""Building, pushing and running containers on this machine, apart from those that others keep on it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.support.hosts.loopback import free_port, until_open

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import trustme

_STORAGE = """\
[storage]
driver = "{driver}"
graphroot = "{folder}/images"
runroot = "{folder}/run"
"""

# What a sandbox grants: its own limits, no network of our making, no systemd.
_CONTAINERS = """\
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
netns = "host"

[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
"""

_REGISTRY = """\
version: 0.1
log: {{level: error, accesslog: {{disabled: true}}}}
storage: {{filesystem: {{rootdirectory: {folder}/blobs}}}}
http:
  addr: 127.0.0.1:{port}
  tls: {{certificate: {folder}/certificate.pem, key: {folder}/key.pem}}
"""


@dataclass(frozen=True, slots=True)
class Containers:
    """Where images are kept, and the tools that work on them."""

    variables: Mapping[str, str]

    def run(self, *command: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run buildah or podman; return what it printed."""
        done = subprocess.run(
            command,
            env={**os.environ, **self.variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        # Where the test fails, pytest shows what the tool had to say.
        print(*command, done.stdout, done.stderr, sep="\n")
        if check:
            done.check_returncode()
        return done

    def inspect(self, image: str) -> dict[str, Any]:
        """Return the configuration of an image, in Docker's words."""
        found: dict[str, Any] = json.loads(self.run("buildah", "inspect", "--type", "image", image).stdout)
        configuration: dict[str, Any] = found["Docker"]["config"]
        return configuration

    def import_base(self, archive: Path, name: str) -> str:
        """Make an image of a file system, and return its name with its digest."""
        container = self.run("buildah", "from", "scratch").stdout.strip()
        self.run("buildah", "add", "--quiet", container, archive, "/")
        self.run("buildah", "commit", "--quiet", "--rm", container, name)
        (digest,) = self.run("buildah", "images", "--digests", "--format", "{{.Digest}}").stdout.split()
        return f"{name}@{digest}"


def containers_in(folder: Path) -> Containers:
    """Return tools that keep everything in an empty `folder`."""
    storage, configuration, logins = (
        folder / name for name in ("storage.conf", "containers.conf", "logins.json")
    )
    driver = "overlay" if _can_overlay(folder) else "vfs"
    storage.write_text(_STORAGE.format(folder=folder, driver=driver))
    configuration.write_text(_CONTAINERS)
    logins.write_text("{}")
    return Containers(
        {
            "BUILDAH_ISOLATION": "chroot",
            "CONTAINERS_CONF": str(configuration),
            "CONTAINERS_STORAGE_CONF": str(storage),
            "REGISTRY_AUTH_FILE": str(logins),
            "STORAGE_DRIVER": driver,
        }
    )


def _can_overlay(folder: Path) -> bool:
    """Return whether file systems can be laid over each other here, which saves copying each image whole."""
    lower, upper, work, merged = (folder / "overlay" / name for name in ("lower", "upper", "work", "merged"))
    for each in (lower, upper, work, merged):
        each.mkdir(parents=True)
    options = f"lowerdir={lower},upperdir={upper},workdir={work}"
    mount = ("mount", "-t", "overlay", "-o", options, "overlay", str(merged))
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        return False
    subprocess.run(["umount", str(merged)], check=True)
    return True


@contextlib.contextmanager
def image_registry(folder: Path, certificate: trustme.LeafCert) -> Iterator[str]:
    """Serve a registry over HTTPS on the loopback interface; yield its host and port."""
    (folder / "certificate.pem").write_bytes(b"".join(part.bytes() for part in certificate.cert_chain_pems))
    (folder / "key.pem").write_bytes(certificate.private_key_pem.bytes())
    port = free_port()
    configuration = folder / "registry.yml"
    configuration.write_text(_REGISTRY.format(folder=folder, port=port))
    with subprocess.Popen(["docker-registry", "serve", configuration], stderr=subprocess.DEVNULL) as process:
        try:
            asyncio.run(until_open(port))
            yield f"localhost:{port}"
        finally:
            process.terminate()
