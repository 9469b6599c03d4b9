# syntax=docker/dockerfile:1
# check=error=true
#
#   docker build -t identity-center-operator .
#   docker build -t identity-center-operator:simulator --target simulator .
#
# What is released says what it was built from, and when:
#
#   docker build -t identity-center-operator --build-arg=VERSION=0.1.0 --build-arg=REVISION="$(git rev-parse HEAD)" \
#     --build-arg=CREATED="$(date -u +%FT%TZ)" .
#
# Both bases are Alpine 3.22, so that the runtime linked in the one runs in the other. Update tag and digest together,
# those of the runtime also in its labels.

FROM maven:3.9.11-eclipse-temurin-21-alpine@sha256:922927df2c662cdd47ddb116443d6bec4696cfae3de1a0ddac8fcc7b87ce61ae AS build
RUN apk add --no-cache bash coreutils findutils
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 mvn -B -q package -DskipTests
RUN tools/image-layout /opt/identity-center

FROM alpine:3.22.2@sha256:4b7ce07002c69e8f3d704a9c5d6fd3053be500b7f1c69fc0d80990c2ad8dd412 AS runtime
COPY --from=build /opt/identity-center/jre /opt/identity-center/jre
ENV PATH=/opt/identity-center/jre/bin:$PATH LANG=C.UTF-8
# By number, so that Kubernetes can tell that it is not root.
USER 65532:65532
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
# A time has to be one, so this stands for unknown.
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title="identity-center-operator" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.created="$CREATED" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.url="https://github.com/example/identity-center-operator" \
      org.opencontainers.image.source="https://github.com/example/identity-center-operator" \
      org.opencontainers.image.documentation="https://github.com/example/identity-center-operator/blob/main/README.md" \
      org.opencontainers.image.base.name="docker.io/library/alpine:3.22.2" \
      org.opencontainers.image.base.digest="sha256:4b7ce07002c69e8f3d704a9c5d6fd3053be500b7f1c69fc0d80990c2ad8dd412"

FROM runtime AS simulator
LABEL org.opencontainers.image.description="FOR TRYING OUT ONLY: an AWS organization with IAM Identity Center on one port."
COPY --from=build /opt/identity-center/simulator /opt/identity-center/simulator
EXPOSE 4599
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", \
    "-XX:SharedArchiveFile=/opt/identity-center/simulator/classes.jsa", \
    "-jar", "/opt/identity-center/simulator/identity-center-operator-simulator.jar"]
CMD ["--host=0.0.0.0"]

# The last stage is the default.
FROM runtime AS operator
LABEL org.opencontainers.image.description="Manages access to AWS accounts through IAM Identity Center from Kubernetes."
COPY --from=build /source/target/identity-center-operator-sbom.json /source/target/identity-center-operator-licenses.txt \
    /opt/identity-center/
COPY --from=build /opt/identity-center/operator /opt/identity-center/operator
EXPOSE 8080
# It waits for AWS most of the time, so the second of Java's compilers would take more memory than it gives back in speed.
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MaxRAMPercentage=25", \
    "-XX:+ExitOnOutOfMemoryError", \
    "-XX:SharedArchiveFile=/opt/identity-center/operator/classes.jsa", \
    "-jar", "/opt/identity-center/operator/identity-center-operator.jar"]
