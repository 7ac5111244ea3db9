FROM python:3.11-slim AS builder
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_COMPILE=1 PIP_ROOT_USER_ACTION=ignore \
    OPENBLAS_NUM_THREADS=1
RUN apt-get update && apt-get install -y --no-install-recommends binutils && rm -rf /var/lib/apt/lists/*

# Dependencies first: they change seldom. The tables that the gazetteer is made of go into a copy of the environment.
WORKDIR /src
COPY requirements/runtime.txt requirements/gazetteer.txt requirements/
RUN python3.11 -m venv --without-pip /opt/dateline && \
    python3.11 -m pip --python /opt/dateline/bin/python install -q --require-hashes -r requirements/runtime.txt && \
    cp -a /opt/dateline /opt/gazetteer && \
    python3.11 -m pip --python /opt/gazetteer/bin/python install -q --require-hashes -r requirements/gazetteer.txt

COPY pyproject.toml README.md ./
COPY pipeline pipeline
WORKDIR /src/build
RUN python3.11 -m pip --python /opt/dateline/bin/python install -q --no-deps --no-build-isolation /src && \
    PYTHONPATH=/opt/gazetteer/lib/python3.11/site-packages /opt/dateline/bin/python -m pipeline.places.build

# What nothing reads at run time: tests, sources and symbols of compiled modules. Then bytecode for all
# that is left, since a read-only container cannot write its own.
WORKDIR /opt/dateline/lib/python3.11/site-packages
RUN find . -type d \( -name tests -o -name test \) -prune -exec rm -r {} + && \
    find . -type f \( -name '*.pyx' -o -name '*.pxd' -o -name '*.cpp' -o -name '*.c' -o -name '*.h' -o -name '*.hh' \
        -o -name '*.pyi' -o -name '*.a' \) -delete && \
    find . -type f -name '*.so' ! -path './*.libs/*' -exec strip --strip-unneeded {} + && \
    rm -rf setuptools pkg_resources _distutils_hack distutils-precedence.pth pipeline/sandbox && \
    /opt/dateline/bin/python -m compileall -q --invalidation-mode unchecked-hash . && \
    printf 'The ministers met in Geneva.' > /tmp/article.txt && /opt/dateline/bin/dateline enrich /tmp/article.txt


FROM python:3.11-slim
ENV PATH=/opt/dateline/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 OPENBLAS_NUM_THREADS=1
COPY --from=builder /opt/dateline /opt/dateline
USER 10001:10001
WORKDIR /tmp
EXPOSE 8080
HEALTHCHECK --interval=2s --timeout=5s --start-period=60s --retries=5 CMD ["python3.11", "-S", "-c", \
    "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + (os.environ.get('DATELINE_HTTP_PORT') or '8080') + '/ready', timeout=4)"]
ENTRYPOINT ["dateline"]
CMD ["run"]
