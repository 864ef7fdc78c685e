package org.dudao.platform.rehearsal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Writes on top of every page that it shows a rehearsal, with the time that the page's script keeps going. The strip
 * stands in the page itself, so that neither a language nor a script that fails hides it.
 */
final class RehearsalPages extends OncePerRequestFilter {

    private static final String FILES = "/camunda/app/dudao/";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final Pattern HEAD = Pattern.compile("<head[^>]*>", Pattern.CASE_INSENSITIVE);
    private static final Pattern BODY = Pattern.compile("<body[^>]*>", Pattern.CASE_INSENSITIVE);
    private static final Pattern NONCE = Pattern.compile("'nonce-([\\w+/=-]+)'");

    private final Rehearsal rehearsal;
    private final Clock clock;

    RehearsalPages(Rehearsal rehearsal, Clock clock) {
        this.rehearsal = rehearsal;
        this.clock = clock;
    }

    /** What only programs read is spared the detour over memory. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return !request.getMethod().equals("GET")
                || Stream.of("/engine-rest/", "/camunda/api/", "/api/", "/actuator/")
                        .anyMatch(path::startsWith);
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ContentCachingResponseWrapper page = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, page);
        String type = page.getContentType();
        if (type == null || !type.startsWith("text/html") || page.getContentSize() == 0) {
            page.copyBodyToResponse();
            return;
        }
        String html = new String(page.getContentAsByteArray(), StandardCharsets.UTF_8);
        byte[] marked = mark(html, request.getContextPath(), nonce(response)).getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentLength(marked.length);
        response.getOutputStream().write(marked);
    }

    /** The page's policy lets only those scripts run that bear the word that it was sent with. */
    private static String nonce(HttpServletResponse response) {
        String policy = response.getHeader("Content-Security-Policy");
        Matcher matcher = NONCE.matcher(policy == null ? "" : policy);
        return matcher.find() ? " nonce=\"%s\"".formatted(matcher.group(1)) : "";
    }

    String mark(String html, String root, String nonce) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        String script =
                "<script src=\"%s%sscripts/rehearsal.js\" data-now=\"%d\" data-source=\"%s/api/rehearsal\"%s></script>"
                        .formatted(root, FILES, now.toInstant().toEpochMilli(), root, nonce);
        String style = "<link rel=\"stylesheet\" href=\"%s%sstyles/rehearsal.css\">".formatted(root, FILES);
        String strip = "<div id=\"dudao-rehearsal\" lang=\"zh-CN\" role=\"note\" ng-non-bindable>"
                + "演练：现在是 <time>%s</time>（%s），数据不是真的</div>".formatted(TIME.format(now), rehearsal.pace());
        return HEAD.matcher(html).find()
                ? insert(insert(html, HEAD, script), BODY, style + strip)
                : insert(html, BODY, script + style + strip);
    }

    private static String insert(String html, Pattern tag, String behind) {
        Matcher matcher = tag.matcher(html);
        return matcher.find() ? html.substring(0, matcher.end()) + behind + html.substring(matcher.end()) : html;
    }
}
