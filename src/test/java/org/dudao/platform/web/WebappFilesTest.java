package org.dudao.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.FileSystemResource;

/** What a browser gets for the files of the webapps that ours replace or join. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = WebEdgeTest.Application.class,
        properties = {
            "spring.config.name=web-edge-test",
            "camunda.bpm.auto-deployment-enabled=false",
            "camunda.bpm.job-execution.enabled=false"
        })
class WebappFilesTest {

    private static final String OURS = "src/main/resources/META-INF/resources/webjars/camunda/app/";

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tasklist/locales/zh.json",
                "cockpit/locales/zh.json",
                "admin/locales/zh.json",
                "welcome/locales/zh.json",
                "tasklist/scripts/config.js",
                "cockpit/scripts/config.js",
                "admin/scripts/config.js",
                "welcome/scripts/config.js",
                "dudao/scripts/settings.js",
                "dudao/scripts/calendar.js",
                "dudao/scripts/page.js",
                "dudao/scripts/claim.js",
                "dudao/scripts/deadlines.js",
                "dudao/scripts/form-words.js",
                "dudao/scripts/phone.js",
                "dudao/scripts/form-repairs.js",
                "dudao/scripts/evidence.js",
                "dudao/scripts/explanation.js",
                "dudao/scripts/cockpit.js",
                "dudao/scripts/board.js",
                "dudao/scripts/timeline.js",
                "dudao/scripts/matter.js",
                "dudao/scripts/alike.js",
                "dudao/scripts/work.js",
                "dudao/scripts/draft.js",
                "dudao/scripts/raiser.js",
                "dudao/scripts/papers.js",
                "dudao/scripts/lists.js",
                "dudao/scripts/campaign.js",
                "dudao/scripts/appraisal.js",
                "dudao/scripts/bulletins.js",
                "dudao/scripts/notices.js",
                "cockpit/styles/user-styles.css",
                "admin/styles/user-styles.css",
                "welcome/styles/user-styles.css",
                "dudao/styles/webapps.css"
            })
    void servesOurs(String path) throws Exception {
        HttpResponse<String> answer = get(path, "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(new FileSystemResource(OURS + path).getContentAsString(StandardCharsets.UTF_8));
    }

    @Test
    void letsABrowserKeepAFileOnlyWhileItsContentIsTheSame() throws Exception {
        HttpResponse<String> first = get("tasklist/locales/zh.json", "");
        String version = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> other = get("cockpit/locales/zh.json", "");

        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(first.headers().firstValue("Last-Modified")).isEmpty();
        assertThat(other.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(version);
        assertThat(get("tasklist/locales/zh.json", version).statusCode()).isEqualTo(304);
        assertThat(get("cockpit/locales/zh.json", version).statusCode()).isEqualTo(200);
    }

    @Test
    void leavesTheRestToTheWebapps() throws Exception {
        assertThat(get("tasklist/locales/en.json", "").body()).contains("Claim");
        assertThat(get("tasklist/camunda-tasklist-bootstrap.js", "").statusCode())
                .isEqualTo(200);
        assertThat(get("tasklist/locales/fr.json", "").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path, String known) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/camunda/app/" + path));
        if (!known.isEmpty()) {
            request.header("If-None-Match", known);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
}
