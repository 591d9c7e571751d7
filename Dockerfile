# The bot for people who host it. Configured by the variables of .env.example; remembers only in /data.

# A release pins this by digest: NAME@sha256:... (RELEASING.md).
ARG PYTHON_IMAGE=python:3.13-slim-trixie

FROM ${PYTHON_IMAGE} AS build
# For strip. The base says which Debian this is, and that has one version of it.
# hadolint ignore=DL3008
RUN apt-get update -qq \
    && apt-get install -qq --no-install-recommends binutils >/dev/null \
    && rm -rf /var/lib/apt/lists/*
COPY requirements/bot.txt /build/
# Without pip, for what is copied on must hold no installer.
RUN python3 -m venv --without-pip /app/venv \
    && python3 -m pip --python /app/venv install \
        --no-cache-dir --no-compile --only-binary :all: --require-hashes --no-deps --requirement /build/bot.txt \
    && python3 -m pip --python /app/venv check
# What only those read who work on these packages themselves: 90 of 215 MB, most of it debug symbols.
RUN find /app/venv -depth \( -type d -name tests -o -type f -name '*.py[ix]' -o -type f -name '*.pxd' \
        -o -type f -name '*.[ach]' -o -type f -name '*.dll' \) -exec rm -rf {} + \
    && find /app/venv -type f -name '*.so*' -exec strip --strip-debug {} +
COPY dicewright /app/dicewright
COPY bot /app/bot
# Compiled here: the file system of the running bot is read-only, and compiling would slow each start.
# Without docstrings (-o 2), which take 4 MB of a running bot's memory, and nobody reads them there.
RUN python3 -m compileall -q -j 0 -o 2 --invalidation-mode unchecked-hash /app

FROM ${PYTHON_IMAGE}
ARG PYTHON_IMAGE
ARG VERSION=unreleased
ARG REVISION=unknown
ARG SOURCE=
LABEL org.opencontainers.image.title="Dicewright" \
      org.opencontainers.image.description="A Discord bot that rolls dice" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.base.name="${PYTHON_IMAGE}"
# The base image brings pip, and the means to get it back. Its own library it brings uncompiled.
RUN python3 -m pip uninstall --yes --quiet --break-system-packages pip \
    && rm -rf "$(python3 -c 'import ensurepip, pathlib; print(pathlib.Path(ensurepip.__file__).parent)')" \
    && python3 -m compileall -q -j 0 -o 2 --invalidation-mode unchecked-hash \
        "$(python3 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')" \
    && install -d -o 10001 -g 10001 -m 700 /data
COPY --from=build /app /app
ENV PATH=/app/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    PYTHONOPTIMIZE=2 \
    HEALTH_PORT=8080
# The bot remembers in the folder data of where it is started: /data.
WORKDIR /
VOLUME /data
# A number, so that an orchestrator can see that it is not root.
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["python", "-m", "bot.ops.probe"]
ENTRYPOINT ["python", "-m", "bot"]
