package org.dudao.platform.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers errors with JSON in plain Chinese and the right status, and refuses bodies that are too large. The body of an
 * answer keeps what it had ({@code type}, {@code code} and so on); {@code message} is ours, {@code detail} what the
 * engine said in English. Of an error of the server the person only learns a reference, under which the log has the
 * rest.
 */
final class RestErrorFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(RestErrorFilter.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long limit;

    /** @param limit most bytes of a request's body; {@link Long#MAX_VALUE} for any */
    RestErrorFilter(long limit) {
        this.limit = limit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        LimitedRequest limited = new LimitedRequest(request, limit);
        ErrorCapture capture = new ErrorCapture(response);
        RequestReference.begin();
        try {
            if (!limited.isExceeded()) {
                chain.doFilter(limited, capture);
            }
            if (limited.isExceeded() && !response.isCommitted()) {
                tooLarge(capture);
            } else if (capture.isCaptured()) {
                translate(request, capture);
            } else {
                capture.flushWriter();
            }
        } catch (ServletException | RuntimeException e) {
            log.error("{} {} {} failed", RequestReference.current(), request.getMethod(), printable(request), e);
            if (response.isCommitted()) {
                throw new IOException("Failed after the answer had begun", e);
            }
            send(capture, HttpStatus.INTERNAL_SERVER_ERROR.value(), failure(""));
        } finally {
            RequestReference.end();
        }
    }

    private void tooLarge(ErrorCapture capture) throws IOException {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("type", "PayloadTooLarge");
        answer.put("message", "提交的内容超过" + limit / 1_000_000 + "兆，请删减后再提交。照片和文件请用“上传附件”。");
        send(capture, HttpStatus.PAYLOAD_TOO_LARGE.value(), answer);
    }

    private void translate(HttpServletRequest request, ErrorCapture capture) throws IOException {
        ObjectNode answer = readObject(capture.body());
        String type = answer.path("type").asText("");
        String message = answer.path("message").asText(capture.errorMessage());
        int status = capture.getStatus();
        PlainError plain = PlainError.of(status, type, message, request.getRequestURI());
        if (plain == null) {
            log.error(
                    "{} {} {} answered {}: {} {}",
                    RequestReference.current(),
                    request.getMethod(),
                    printable(request),
                    status,
                    type,
                    message.replaceAll("[\r\n]+", " "));
            send(capture, status, failure(type));
            return;
        }
        if (type.isEmpty() && !PlainError.isForPeople(message)) {
            HttpStatus known = HttpStatus.resolve(plain.status());
            answer.put("type", known == null ? "Error" : known.getReasonPhrase().replace(" ", ""));
        }
        answer.put("message", plain.message());
        if (plain.detail() != null) {
            answer.put("detail", plain.detail());
        }
        send(capture, plain.status(), answer);
    }

    private static ObjectNode failure(String type) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("type", type.isEmpty() ? "InternalServerError" : type);
        answer.put("message", RequestReference.apology());
        answer.put("reference", RequestReference.current());
        return answer;
    }

    private static ObjectNode readObject(byte[] body) throws IOException {
        try {
            JsonNode node = JSON.readTree(body);
            return node instanceof ObjectNode object ? object : JSON.createObjectNode();
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    private static void send(ErrorCapture capture, int status, ObjectNode answer) throws IOException {
        capture.replace(status, JSON.writeValueAsBytes(answer));
    }

    private static String printable(HttpServletRequest request) {
        return request.getRequestURI().replaceAll("[^\\x21-\\x7E]", "?");
    }
}
