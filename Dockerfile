# Pin the base to a digest where you build: docs/operations.md says how.
ARG BASE=python:3.11-slim

FROM ${BASE} AS build
WORKDIR /build
COPY requirements/run.lock requirements/run.lock
COPY tools tools
# Only what the bot itself needs, only archives that are locked, and no code of theirs runs on the way.
RUN python -m venv --without-pip /opt/venv \
    && python -m pip --python /opt/venv/bin/python install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: --report report.json --requirement requirements/run.lock \
    && /opt/venv/bin/python -m tools.sbom report.json requirements/run.lock > sbom.cdx.json
COPY app.py ./
COPY rubric rubric
COPY storage storage
COPY migrations migrations
COPY bot bot
RUN python -m tools.image_root /opt/venv . /image && cp sbom.cdx.json /image/rung/

# Python, its libraries, the packages and Rung: no shell, no package manager, no pip.
FROM scratch
COPY --from=build /image /
LABEL org.opencontainers.image.title="Rung" \
    org.opencontainers.image.description="A Slack bot for MLOps maturity check-ins" \
    org.opencontainers.image.licenses="MIT"
ENV PATH="/opt/venv/bin" \
    LANG=C.UTF-8 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATABASE_URL=sqlite:////data/rung.db
WORKDIR /rung
USER 10001:10001
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.build_opener(r.ProxyHandler({})).open('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
CMD ["python", "-c", "import sys, app; sys.exit(app.main(['migrate']) or app.main(['serve']))"]
