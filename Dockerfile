# Build the jar first: mvn package -Pserver
FROM eclipse-temurin:17-jre
RUN apt-get update && apt-get install -y --no-install-recommends curl fonts-noto-cjk && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home dudao
COPY target/dudao-*.jar /opt/dudao/dudao.jar
USER dudao
WORKDIR /home/dudao
EXPOSE 8080
ENTRYPOINT ["java", "-Dfile.encoding=UTF-8", "-jar", "/opt/dudao/dudao.jar"]
