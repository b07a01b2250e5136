# The bot alone; the database is a service of its own, or SQLite on the volume.
FROM python:3.11-slim

WORKDIR /app
COPY pyproject.toml constraints.txt README.md ./
COPY bot bot
COPY workflows workflows
COPY rehearsal rehearsal
RUN pip install --no-cache-dir --disable-pip-version-check --constraint constraints.txt . \
    && rm -r build *.egg-info \
    && useradd --uid 10001 --create-home bot \
    && install --directory --owner bot /data

USER bot
ENV DATA_DIR=/data HTTP_HOST=0.0.0.0 HTTP_PORT=8410
VOLUME /data
EXPOSE 8410
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8410/readyz', timeout=4)"]
ENTRYPOINT ["dotted-line"]
CMD ["run"]
