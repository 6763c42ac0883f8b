# The product only: a Redis and the shop are elsewhere. Build with `mvn -DskipTests package` first.
FROM debian:12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends openjdk-17-jre-headless \
 && rm -rf /var/lib/apt/lists/*
COPY gateway/target/foyer.jar /opt/foyer/foyer.jar
# The config and the signing keys are mounted: /etc/foyer/foyer.yaml.
WORKDIR /etc/foyer
USER 65532:65532
EXPOSE 8080 9090
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError -Dio.netty.leakDetection.level=disabled"
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-jar", "/opt/foyer/foyer.jar", "healthcheck", "--ops", "http://127.0.0.1:9090"]
ENTRYPOINT ["java", "-jar", "/opt/foyer/foyer.jar"]
CMD ["run", "--config", "/etc/foyer/foyer.yaml"]
