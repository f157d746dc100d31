# Two stages: the first fetches (wheels only, each proven by its hash) and builds; the second only holds the result.
# Nothing is fetched, written or compiled at run time: the file system may be read-only (--read-only), apart from the
# data volume. tests/packaging runs the same RUN lines in an empty folder, as there is not an engine everywhere.
#
# The base is pinned by tag. Pin it by digest in your own registry; a digest here would age without security updates.
#
#   docker build -t chaperone .
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges -v chaperone:/var/lib/chaperone \
#     -v "$PWD/chaperone.yaml:/etc/chaperone/chaperone.yaml:ro" -e CHAPERONE_CONFIG=/etc/chaperone/chaperone.yaml \
#     -p 127.0.0.1:8080:8080 chaperone
#
# A published port needs a listener on 0.0.0.0, and the guard refuses that without TLS: the configuration says either
# `listen: {host: 0.0.0.0, tls_cert: ..., tls_key: ...}` or `listen: {host: 0.0.0.0, behind_tls_front: true}`.
# See docs/deployment.md. Without a configuration the demo runs, on the container's own loopback only.

FROM python:3.11-slim-bookworm AS build
ENV BUILD=/opt/build VENV=/opt/chaperone DIST=/opt/dist PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
WORKDIR /src

COPY requirements/build.txt requirements/run.txt ./requirements/
RUN python3 -m venv "$BUILD"
RUN "$BUILD/bin/python" -m pip install --quiet --require-hashes --only-binary :all: -r requirements/build.txt
RUN python3 -m venv --without-pip "$VENV"
RUN "$BUILD/bin/python" -m pip --python "$VENV/bin/python" install --quiet --require-hashes --only-binary :all: -r requirements/run.txt

COPY pyproject.toml README.md LICENSE NOTICE ./
COPY proxy ./proxy
COPY detectors ./detectors
COPY config ./config
RUN "$BUILD/bin/python" -m pip wheel --quiet --no-deps --no-index --no-build-isolation --wheel-dir "$DIST" .
RUN "$BUILD/bin/python" -m pip --python "$VENV/bin/python" install --quiet --no-deps --no-index "$DIST"/*.whl
RUN "$BUILD/bin/python" -m pip --python "$VENV/bin/python" check

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin chaperone \
 && install -d -o 10001 -g 10001 -m 0700 /var/lib/chaperone
COPY --from=build /opt/chaperone /opt/chaperone
ENV PATH=/opt/chaperone/bin:/usr/local/bin:/usr/bin:/bin CHAPERONE_DATA_DIR=/var/lib/chaperone PYTHONDONTWRITEBYTECODE=1
WORKDIR /var/lib/chaperone
VOLUME /var/lib/chaperone
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
# Liveness only, over plain HTTP: a listener with TLS of its own needs a check of its own (--health-cmd).
HEALTHCHECK --interval=10s --timeout=4s --start-period=30s --retries=3 \
  CMD ["python", "-I", "-c", "import http.client, os, sys; c = http.client.HTTPConnection('127.0.0.1', int(os.environ.get('CHAPERONE_LISTEN__PORT', '8080')), timeout=3); c.request('GET', '/healthz/live'); sys.exit(c.getresponse().status != 200)"]
# -I: no current folder, no user site, no PYTHON* variables; only what the wheel and the locks brought is imported.
ENTRYPOINT ["python", "-I", "-m", "proxy"]
CMD ["serve"]
