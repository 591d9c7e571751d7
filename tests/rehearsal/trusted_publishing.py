"""What PyPI does when a pipeline publishes without a stored token.

The pipeline brings an identity token signed by GitLab. PyPI compares its claims with the form that a
maintainer filled in (RELEASING.md), and gives an upload token in exchange, good for a few minutes.
The checks and their names follow PyPI's documentation of Trusted Publishers.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

if TYPE_CHECKING:
    from collections.abc import Callable

AUDIENCE = "pypi"
_HOST = "gitlab.example"
_ISSUER = f"https://{_HOST}"
_ALGORITHM = "RS256"
_UPLOAD_TOKEN_SECONDS = 15 * 60
_REQUIRED = ["aud", "exp", "iat", "iss", "jti", "nbf"]
_CLAIMS = ("sub", "project_path", "ref_path", "sha", "ci_config_ref_uri")


class Refusal(Exception):
    """PyPI does not take a token; `code` is PyPI's word for why, the text says which claim is wrong."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(description)
        self.code = code


@dataclass(frozen=True, slots=True)
class Publisher:
    """The form on PyPI's page: which pipeline may publish the project."""

    project_path: str = "dicewright/dicewright"
    ci_file_path: str = ".gitlab-ci.yml"
    environment: str = "pypi"


class GitLab:
    """Signs identity tokens for jobs, as GitLab does where a job has `id_tokens`."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.public_key = self._key.public_key()

    def identity_token(self, tag: str, **changed: Any) -> str:
        """Return the token of the job `pypi` in the pipeline of a tag, with some claims changed."""
        now = int(time.time())
        path = "dicewright/dicewright"
        claims = {
            "iss": _ISSUER,
            "aud": AUDIENCE,
            "sub": f"project_path:{path}:ref_type:tag:ref:{tag}",
            "jti": secrets.token_hex(16),
            "iat": now,
            "nbf": now - 5,
            "exp": now + 300,
            "project_path": path,
            "ci_config_ref_uri": f"{_HOST}/{path}//.gitlab-ci.yml@refs/tags/{tag}",
            "sha": "1" * 40,
            "ref_path": f"refs/tags/{tag}",
            "ref": tag,
            "ref_type": "tag",
            "environment": "pypi",
        }
        return jwt.encode(claims | changed, self._key, algorithm=_ALGORITHM)


@dataclass(slots=True)
class TrustedPublishing:
    """PyPI's side: identity tokens in, upload tokens out, each used once."""

    gitlab_key: rsa.RSAPublicKey
    clock: Callable[[], float]
    publisher: Publisher = field(default_factory=Publisher)
    refusals: list[Refusal] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _upload_tokens: dict[str, float] = field(default_factory=dict)

    def mint(self, identity_token: str) -> str:
        """Return an upload token for an identity token. Raises Refusal, and keeps it in `refusals`."""
        try:
            self._verify(identity_token)
        except Refusal as refusal:
            self.refusals.append(refusal)
            raise
        token = "pypi-" + secrets.token_urlsafe(32)
        self._upload_tokens[token] = self.clock() + _UPLOAD_TOKEN_SECONDS
        return token

    def burn(self, token: str) -> bool:
        """Make an upload token useless; return whether it was one."""
        return self._upload_tokens.pop(token, None) is not None

    def accepts(self, token: str) -> bool:
        """Return whether an upload token is good for an upload now."""
        return self._upload_tokens.get(token, 0.0) > self.clock()

    @property
    def open_upload_tokens(self) -> int:
        """How many upload tokens could still be used."""
        return sum(map(self.accepts, self._upload_tokens))

    def _verify(self, identity_token: str) -> None:
        try:
            claims = jwt.decode(
                identity_token,
                self.gitlab_key,
                algorithms=[_ALGORITHM],
                audience=AUDIENCE,
                issuer=_ISSUER,
                options={"require": _REQUIRED},
            )
        except jwt.InvalidTokenError as error:
            raise Refusal("invalid-token", f"malformed or invalid token: {error}") from error
        missing = [claim for claim in _CLAIMS if not claims.get(claim)]
        if missing:
            raise Refusal("invalid-token", f"malformed or invalid token: no {', '.join(missing)}")
        path, ref = self.publisher.project_path, claims["ref_path"]
        # PyPI knows the pipeline file by the host, the project and the ref or commit that it was read from.
        file = f"{_HOST}/{path}//{self.publisher.ci_file_path}"
        files = [f"{file}@{read_from}" for read_from in (ref, claims["sha"])]
        found_file = claims["ci_config_ref_uri"]
        for claim, found, expected in (
            ("project_path", claims["project_path"], path),
            ("sub", claims["sub"].partition(":ref_type:")[0], f"project_path:{path}"),
            ("ci_config_ref_uri", found_file, found_file if found_file in files else files[0]),
            ("environment", claims.get("environment"), self.publisher.environment),
        ):
            if found != expected:
                raise Refusal(
                    "invalid-publisher",
                    f"valid token, but no corresponding publisher: {claim} is {found!r}, not {expected!r}",
                )
        if claims["jti"] in self._seen:
            raise Refusal("invalid-reuse-token", "invalid token: it was used before")
        self._seen.add(claims["jti"])
