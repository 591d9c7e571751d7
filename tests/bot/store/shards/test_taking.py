"""A process takes its part of the shards, whatever PostgreSQL makes of the statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from bot.store.shards import leases
from bot.store.shards.leases import Tenant
from tests.support.databases import opened

if TYPE_CHECKING:
    from sqlalchemy import Connection


async def test_it_takes_no_more_than_its_part_however_postgresql_plans_that(postgresql_address: str) -> None:
    def take(connection: Connection) -> int:
        tenant = Tenant(application_id=7, process="one", shards=5, seconds=120.0)
        leases.join(connection, tenant)
        # With these, a subquery is executed for each shard, as PostgreSQL may choose for what it has seen.
        connection.execute(text("ANALYZE shard_leases"))
        for name in ("hashjoin", "hashagg", "material", "sort"):
            connection.execute(text(f"SET LOCAL enable_{name} = off"))
        return len(leases.take(connection, tenant, 3))

    async with opened(postgresql_address) as database:
        assert await database.write(take) == 3
