# The bot for people who host it. It is configured by the variables in .env.example, and stores data only in /data.

# A release pins this by digest: NAME@sha256:... (RELEASING.md).
ARG PYTHON_IMAGE=python:3.13-slim-trixie

FROM ${PYTHON_IMAGE} AS build
# For strip. The base image fixes the Debian release, which has only one version of it.
# hadolint ignore=DL3008
RUN apt-get update -qq \
    && apt-get install -qq --no-install-recommends binutils >/dev/null \
    && rm -rf /var/lib/apt/lists/*
COPY requirements/bot.txt /build/
# Without pip, because the final image must have no installer.
RUN python3 -m venv --without-pip /app/venv \
    && python3 -m pip --python /app/venv install \
        --no-cache-dir --no-compile --only-binary :all: --require-hashes --no-deps --requirement /build/bot.txt \
    && python3 -m pip --python /app/venv check
# Remove what only developers of these packages need: 90 of 215 MB, most of it debug symbols.
RUN find /app/venv -depth \( -type d -name tests -o -type f -name '*.py[ix]' -o -type f -name '*.pxd' \
        -o -type f -name '*.[ach]' -o -type f -name '*.dll' \) -exec rm -rf {} + \
    && find /app/venv -type f -name '*.so*' -exec strip --strip-debug {} +
COPY dicewright /app/dicewright
COPY bot /app/bot
# Compiled here: the file system of the running bot is read-only, and compiling would slow each start.
# Without docstrings (-o 2), which would take 4 MB of a running bot's memory.
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
# The base image has pip, and the means to reinstall it. Its standard library is not compiled.
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
# The bot stores its data in the folder "data" of the working directory: /data.
WORKDIR /
VOLUME /data
# A number, so that an orchestrator can see that it is not root.
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["python", "-m", "bot.ops.probe"]
ENTRYPOINT ["python", "-m", "bot"]
