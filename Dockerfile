# Each RUN is a script that runs in a plain shell as well: `make image-steps` does the same without Docker.
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements requirements
RUN requirements/install /opt/greenlight requirements/runtime.lock
COPY . .
RUN docker/build.sh /opt/greenlight

FROM python:3.12-slim
COPY --from=build /opt/greenlight /opt/greenlight
RUN /opt/greenlight/docker/data.sh /data
ENV PATH=/opt/greenlight/bin:$PATH \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    GREENLIGHT_HOME=/data/greenlight \
    GREENLIGHT_HOST=0.0.0.0 \
    GREENLIGHT_PORT=8080
WORKDIR /data
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["/opt/greenlight/docker/health.sh"]
CMD ["/opt/greenlight/docker/start.sh"]
