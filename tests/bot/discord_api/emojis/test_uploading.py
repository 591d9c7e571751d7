"""Uploading pictures of dice: what is missing and no more, within Discord's limits, by one process."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import discord
import pytest
from structlog.testing import capture_logs

from bot.client import point_library_at
from bot.discord_api.emojis import uploading
from bot.discord_api.emojis.uploading import MOST_EMOJIS, AnotherUploads, DiceUploads, upload, upload_all
from bot.discord_api.login import logged_in
from bot.presentation.dice.emojis import DiceEmojis
from bot.presentation.dice.pictures import emoji_name, pictures
from bot.startup import StartupError
from tests.support.discord_rules import problems
from tests.support.fake_discord import FakeDiscord, Fault
from tests.support.fake_discord.limits import Window
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

EMOJIS = r"/applications/\d+/emojis"
FACES = {name: pictures()[name] for name in ("d6_1", "d6_2", "d20_20")}
UPLOADED = [emoji_name(name, svg) for name, svg in FACES.items()]
OUTDATED = "d6_1_0000"


@pytest.fixture(autouse=True)
def addresses() -> Iterator[None]:
    before = discord.http.Route.BASE
    yield
    discord.http.Route.BASE = before


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as fake:
        point_library_at(api_url=fake.api_url, gateway_url="")
        yield fake
        requests = fake.rest.requests
        refused = [problem for each in requests for problem in problems(each.method, each.path, each.body)]
        assert refused == []


@asynccontextmanager
async def client(fake: FakeDiscord) -> AsyncIterator[discord.Client]:
    async with logged_in(fake.token) as client:
        yield client


async def uploaded(client: discord.Client, emojis: DiceEmojis) -> list[int]:
    return [left async for left in upload(client, emojis, pause=0.0)]


def names(fake: FakeDiscord) -> list[str]:
    return list(fake.rest.emojis.names.values())


async def test_all_is_uploaded_once_and_written_by_the_names_of_the_faces(fake: FakeDiscord) -> None:
    emojis = DiceEmojis(FACES)
    async with client(fake) as bot:
        assert await uploaded(bot, emojis) == [3, 2, 1, 0]
        assert names(fake) == UPLOADED
        assert all(each.startswith(b"\x89PNG") for each in fake.rest.emojis.pictures.values())
        one, two, twenty = fake.rest.emojis.names
        assert (
            emojis.pictures.written(["d6_2", "d20_20", "d6_1"])
            == f"<:d6_2:{two}><:d20_20:{twenty}><:d6_1:{one}>"
        )
        # Another start asks for the list, and finds that nothing is to be done.
        again = DiceEmojis(FACES)
        assert await uploaded(bot, again) == [0]
        assert again.pictures.written(FACES) == emojis.pictures.written(FACES) != ""
    assert len(fake.rest.bodies("POST", EMOJIS)) == 3


async def test_only_what_is_missing_or_was_drawn_anew_is_uploaded(fake: FakeDiscord) -> None:
    there = fake.rest.emojis.put(UPLOADED[1])
    old = fake.rest.emojis.put(OUTDATED)
    emojis = DiceEmojis(FACES)
    async with client(fake) as bot:
        assert await uploaded(bot, emojis) == [2, 1, 0]
    assert [body["name"] for body in fake.rest.bodies("POST", EMOJIS)] == [UPLOADED[0], UPLOADED[2]]
    assert f"<:d6_2:{there}>" == emojis.pictures.written(["d6_2"])
    # Older messages show it.
    assert old in fake.rest.emojis.names
    assert str(old) not in emojis.pictures.written(FACES)


async def test_outdated_pictures_make_room_the_oldest_first_and_other_emojis_stay(fake: FakeDiscord) -> None:
    others = [f"party_{number}" for number in range(MOST_EMOJIS - 4)]
    for name in (others[0], OUTDATED, "d6_2_0000", *others[1:], "d20_20_0000", UPLOADED[0]):
        fake.rest.emojis.put(name)
    async with client(fake) as bot:
        assert await uploaded(bot, DiceEmojis(FACES)) == [2, 1, 0]
    assert names(fake) == [*others, "d20_20_0000", *[UPLOADED[0], UPLOADED[1], UPLOADED[2]]]


async def test_a_limit_is_waited_for(fake: FakeDiscord) -> None:
    fake.rest.emojis.window = Window(2, 0.3)
    async with client(fake) as bot:
        assert await uploaded(bot, DiceEmojis(FACES)) == [3, 2, 1, 0]
    assert names(fake) == UPLOADED
    assert len(fake.rest.bodies("POST", EMOJIS)) == 3, "none that Discord had to refuse"


async def test_too_many_requests_are_asked_again_when_discord_says(fake: FakeDiscord) -> None:
    fake.rest.faults.append(Fault.rate_limit("POST", EMOJIS, retry_after=0.2))
    async with client(fake) as bot:
        assert await uploaded(bot, DiceEmojis(FACES)) == [3, 2, 1, 0]
    assert names(fake) == UPLOADED
    assert len(fake.rest.bodies("POST", EMOJIS)) == 4


async def test_who_meets_another_process_leaves_the_rest_to_it(fake: FakeDiscord) -> None:
    first, second = DiceEmojis(FACES), DiceEmojis(FACES)
    async with client(fake) as one, client(fake) as other:
        ahead = upload(one, first, pause=0.0)
        behind = upload(other, second, pause=0.0)
        assert [await anext(ahead), await anext(behind)] == [3, 3]
        assert await anext(ahead) == 2
        with pytest.raises(AnotherUploads):
            await anext(behind)
        assert [left async for left in ahead] == [1, 0]
    assert names(fake) == UPLOADED


async def test_a_running_bot_tries_again_and_is_without_emojis_until_then(fake: FakeDiscord) -> None:
    fake.rest.faults += [
        Fault("GET", EMOJIS, status=403, body={"code": 50001, "message": "Missing Access"}),
        Fault("POST", EMOJIS, status=400, body={"code": 50035, "message": "Invalid Form Body"}),
    ]
    emojis = DiceEmojis(FACES)
    async with client(fake) as bot:
        with capture_logs() as logs:
            await DiceUploads(emojis, pause=0.0, retry=0.01).run(bot)
    assert [(each["event"], each.get("reason", "")) for each in logs] == [
        ("dice emojis not uploaded", "status 403, code 50001: Missing Access"),
        ("uploading dice emojis", ""),
        ("dice emojis not uploaded", "status 400, code 50035: Invalid Form Body"),
        ("uploading dice emojis", ""),
        ("dice emojis ready", ""),
    ]
    assert emojis.pictures.written(FACES)


@pytest.mark.parametrize("shards", [[1], []])
async def test_a_process_without_the_first_shard_waits_for_the_one_that_has_it(
    fake: FakeDiscord, shards: list[int]
) -> None:
    emojis = DiceEmojis(FACES)
    bot = discord.AutoShardedClient(intents=discord.Intents.none(), shard_count=2, shard_ids=shards)
    async with bot:
        await bot.login(fake.token)
        waiting = asyncio.create_task(DiceUploads(emojis, pause=0.0, retry=0.01).run(bot))
        await fake.rest.wait_for_request("GET", EMOJIS)
        for name in UPLOADED:
            fake.rest.emojis.put(name)
        await waiting
    assert emojis.pictures.written(FACES)
    assert fake.rest.bodies("POST", EMOJIS) == []


async def test_two_processes_that_start_together_upload_each_picture_once(fake: FakeDiscord) -> None:
    both = DiceEmojis(FACES), DiceEmojis(FACES)
    async with client(fake) as one, client(fake) as other:
        await asyncio.gather(
            *(
                DiceUploads(emojis, pause=0.01, retry=0.05).run(bot)
                for emojis, bot in zip(both, (one, other), strict=True)
            )
        )
    assert sorted(names(fake)) == sorted(UPLOADED)
    assert all(emojis.pictures.written(FACES) for emojis in both)


async def test_the_command_says_how_it_goes(fake: FakeDiscord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "DiceEmojis", lambda: DiceEmojis(FACES))
    monkeypatch.setattr(uploading, "_BETWEEN_WORDS", 2)
    said: list[str] = []
    await upload_all(fake.token, say=said.append)
    await upload_all(fake.token, say=said.append)
    assert said == [
        "Uploading 3 of 3 dice emojis. This takes a few minutes.",
        "2 of 3 uploaded",
        "All 3 dice emojis are uploaded.",
        "All 3 dice emojis are uploaded.",
    ]


@pytest.mark.parametrize(
    ("token", "fault", "exit_status", "says"),
    [
        ("", None, 2, "DISCORD_TOKEN is not set"),
        ("wrong", None, 2, "does not accept the token"),
        (None, Fault("POST", EMOJIS, status=400, body={"code": 30008, "message": "Full"}), 1, "Full"),
        (None, Fault("GET", EMOJIS, status=403, body={"code": 0, "message": "Forbidden"}), 1, "Forbidden"),
    ],
)
async def test_the_command_says_what_went_wrong(
    fake: FakeDiscord, token: str | None, fault: Fault | None, exit_status: int, says: str
) -> None:
    fake.rest.faults += [fault] if fault else []
    with pytest.raises(StartupError, match=says) as failure:
        await upload_all(fake.token if token is None else token, say=lambda _line: None)
    assert failure.value.exit_status == exit_status


async def test_uploads_end_with_the_client(fake: FakeDiscord) -> None:
    async with client(fake) as bot:
        running = asyncio.create_task(DiceUploads(DiceEmojis(FACES), pause=60.0).run(bot))
        await fake.rest.wait_for_request("GET", EMOJIS)
        running.cancel()
        await until(running.done)
    assert names(fake) == []
