"""A real PgBouncer in transaction mode, in front of a PostgreSQL of the tests."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.engine import make_url

from tests.support.folders import fast_folder
from tests.support.hosts.loopback import free_port, until_open

if TYPE_CHECKING:
    from collections.abc import Iterator

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
SERVER_CONNECTIONS = 2

needs_pgbouncer = pytest.mark.skipif(
    PGBOUNCER is None, reason="pgbouncer is not installed (apt install pgbouncer)"
)


@contextmanager
def pgbouncer(address: str) -> Iterator[str]:
    """Yield the address of a database as reached through a PgBouncer with Debian's default settings."""
    url = make_url(address)
    assert PGBOUNCER is not None
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="dicewright-", dir=fast_folder()))
    (folder / "users.txt").write_text('"postgres" ""\n')
    (folder / "pgbouncer.ini").write_text(
        f"""
        [databases]
        {url.database} = host={url.query["host"]} dbname={url.database} user=postgres

        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = {port}
        unix_socket_dir =
        auth_type = trust
        auth_file = {folder / "users.txt"}
        pool_mode = transaction
        default_pool_size = {SERVER_CONNECTIONS}
        """
    )
    folder.chmod(0o755)
    # It refuses to run as root, and only the server's own user may use the server's socket.
    user = ("-u", Path(str(url.query["host"])).owner()) if os.geteuid() == 0 else ()
    with subprocess.Popen(
        [PGBOUNCER, *user, str(folder / "pgbouncer.ini")], stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            asyncio.run(until_open(port))
            yield f"postgresql://postgres@127.0.0.1:{port}/{url.database}"
        finally:
            process.terminate()
            print(process.communicate()[1])
            shutil.rmtree(folder)
