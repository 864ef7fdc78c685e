package org.dudao.platform.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RehearsalPagesTest {

    private static final Instant NOW = Instant.parse("2023-10-12T00:30:15Z");
    private static final String STRIP = "演练：现在是 <time>2023-10-12 08:30</time>（1分钟相当于1天），数据不是真的";

    private final RehearsalPages pages =
            new RehearsalPages(new Rehearsal(NOW, 1440), Clock.fixed(NOW, ZoneId.of("Asia/Shanghai")));

    private MockHttpServletResponse get(String path, FilterChain chain) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        MockHttpServletResponse response = new MockHttpServletResponse();
        pages.doFilter(request, response, chain);
        return response;
    }

    private static FilterChain answer(String type, String body) {
        return (request, response) -> {
            // In this order, and in bytes, as the webapps do.
            response.setContentLength(body.getBytes(StandardCharsets.UTF_8).length);
            response.setContentType(type);
            response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        };
    }

    @Test
    void marksAPage() throws Exception {
        MockHttpServletResponse page = get(
                "/camunda/app/tasklist/default/",
                answer(
                        "text/html",
                        "<html><HEAD>\n<title>任务</title></HEAD><body ng-controller=\"x\"><p>a</p></body></html>"));

        assertThat(page.getContentType()).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.getContentAsString(StandardCharsets.UTF_8))
                .containsSubsequence(
                        "<HEAD><script src=\"/camunda/app/dudao/scripts/rehearsal.js\" data-now=\"1697070615000\""
                                + " data-source=\"/api/rehearsal\"></script>",
                        "<title>任务</title>",
                        "</HEAD><body ng-controller=\"x\">"
                                + "<link rel=\"stylesheet\" href=\"/camunda/app/dudao/styles/rehearsal.css\">"
                                + "<div id=\"dudao-rehearsal\"",
                        STRIP + "</div><p>a</p></body>");
        assertThat(page.getContentLength()).isEqualTo(page.getContentAsByteArray().length);
        assertThat(page.getHeader("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void marksAPageWithoutHead() throws Exception {
        assertThat(get("/error", answer("text/html", "<html><body><h1>404</h1></body></html>"))
                        .getContentAsString(StandardCharsets.UTF_8))
                .containsSubsequence("<body><script src=", "<link ", STRIP, "<h1>404</h1>");
    }

    @Test
    void keepsToThePolicyOfThePage() throws Exception {
        MockHttpServletResponse page = get("/camunda/app/admin/default/", (request, response) -> {
            ((HttpServletResponse) response)
                    .setHeader("Content-Security-Policy", "script-src 'nonce-Ab_9-z' 'strict-dynamic' 'self'");
            answer("text/html;charset=UTF-8", "<html><head></head><body></body></html>")
                    .doFilter(request, response);
        });

        assertThat(page.getContentAsString(StandardCharsets.UTF_8)).contains("nonce=\"Ab_9-z\"></script>", STRIP);
    }

    @Test
    void leavesTheRestAsItIs() throws Exception {
        String fragment = "<p>a part of a page</p>";
        assertThat(get("/part.html", answer("text/html", fragment)).getContentAsString())
                .isEqualTo(fragment);

        String script = "const page = '<head></head><body></body>';";
        MockHttpServletResponse answer = get("/a.js", answer("application/javascript", script));
        assertThat(answer.getContentAsString()).isEqualTo(script);
        assertThat(answer.getContentType()).isEqualTo("application/javascript");
        assertThat(answer.getHeader("Cache-Control")).isNull();

        MockHttpServletResponse redirect =
                get("/", (request, response) -> ((HttpServletResponse) response).sendRedirect("/camunda/"));
        assertThat(redirect.getRedirectedUrl()).isEqualTo("/camunda/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/engine-rest/task", "/camunda/api/engine/x", "/api/ledger", "/actuator/health"})
    void programsReadNoPages(String path) throws Exception {
        String html = "<html><head></head><body></body></html>";
        assertThat(get(path, answer("text/html", html)).getContentAsString()).isEqualTo(html);
    }
}
