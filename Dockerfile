FROM python:3.11-slim AS dependencies
WORKDIR /build
COPY pyproject.toml constraints.txt ./
# Only what the bot itself needs: neither the stand-in for Slack nor the tests' tools.
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" > runtime.txt \
    && python -m venv /opt/venv \
    && /opt/venv/bin/python -m pip install --no-cache-dir --constraint constraints.txt --requirement runtime.txt

FROM python:3.11-slim
ENV PATH="/opt/venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATABASE_URL=sqlite:////data/rung.db
RUN useradd --system --no-create-home --uid 10001 rung && install --directory --owner=rung /data
COPY --from=dependencies /opt/venv /opt/venv
WORKDIR /rung
COPY app.py ./
COPY rubric ./rubric
COPY storage ./storage
COPY migrations ./migrations
COPY bot ./bot
USER rung
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.build_opener(r.ProxyHandler({})).open('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
CMD ["sh", "-c", "python app.py migrate && exec python app.py"]
