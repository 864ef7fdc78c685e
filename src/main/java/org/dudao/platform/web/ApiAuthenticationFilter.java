package org.dudao.platform.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngines;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.webapp.impl.security.auth.Authentication;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.filter.util.CsrfConstants;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Who calls our own API: a user of the engine, by HTTP Basic or by the session of the webapps. The engine then acts for
 * that user, with the groups the user has now, until the request ends. A change made by session must carry the webapps'
 * CSRF token; without it the answer is 403, and the session goes on.
 */
final class ApiAuthenticationFilter extends OncePerRequestFilter {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASIC = "Basic ";
    /** What a page tells everybody, also on its login page. */
    private static final Set<String> OPEN = Set.of("/api/rehearsal");

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Supplier<IdentityService> identity;

    /** @param identity the engine's identity service, asked for at each request, as the engine starts later */
    ApiAuthenticationFilter(Supplier<IdentityService> identity) {
        this.identity = identity;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return OPEN.contains(
                request.getRequestURI().substring(request.getContextPath().length()));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        IdentityService service = identity.get();
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        boolean basic = header != null && header.regionMatches(true, 0, BASIC, 0, BASIC.length());
        String user = basic ? userByPassword(service, header) : userBySession(service, request);
        if (user == null) {
            unauthorized(request, response);
        } else if (!READING.contains(request.getMethod()) && (basic ? isForeign(request) : !hasToken(request))) {
            answer(response, HttpServletResponse.SC_FORBIDDEN, "请求没有通过安全校验，内容没有保存。请刷新页面后重新提交。");
        } else {
            List<String> groups = service.createGroupQuery().groupMember(user).list().stream()
                    .map(Group::getId)
                    .toList();
            try {
                service.setAuthentication(user, groups);
                chain.doFilter(request, response);
            } finally {
                service.clearAuthentication();
            }
        }
    }

    private static String userByPassword(IdentityService service, String header) {
        String credentials;
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            credentials = new String(decoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
        int colon = credentials.indexOf(':');
        if (colon < 1) {
            return null;
        }
        String user = credentials.substring(0, colon);
        return service.checkPassword(user, credentials.substring(colon + 1)) ? user : null;
    }

    private static String userBySession(IdentityService service, HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return null;
        }
        Authentication authentication = AuthenticationUtil.getAuthsFromSession(session)
                .getAuthenticationForProcessEngine(ProcessEngines.NAME_DEFAULT);
        if (authentication == null) {
            return null;
        }
        String user = authentication.getIdentityId();
        return service.createUserQuery().userId(user).count() == 1 ? user : null;
    }

    /** A browser that remembers a password sends it along with what another site makes it send. */
    private static boolean isForeign(HttpServletRequest request) {
        return "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
    }

    private static boolean hasToken(HttpServletRequest request) {
        String sent = request.getHeader(CsrfConstants.CSRF_TOKEN_HEADER_NAME);
        Object expected = request.getSession().getAttribute(CsrfConstants.CSRF_TOKEN_SESSION_ATTR_NAME);
        return sent != null
                && expected instanceof String token
                && !token.isBlank()
                && MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private static void unauthorized(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String mode = request.getHeader("Sec-Fetch-Mode");
        boolean script = "XMLHttpRequest".equalsIgnoreCase(request.getHeader("X-Requested-With"))
                || mode != null && !mode.equals("navigate");
        if (!script) {
            // A script would make the browser open its own password window over the page.
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, BASIC + "realm=\"Dudao\", charset=\"UTF-8\"");
        }
        answer(response, HttpServletResponse.SC_UNAUTHORIZED, "请用您的账号和密码登录后再试。");
    }

    private static void answer(HttpServletResponse response, int status, String message) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getOutputStream().write(JSON.writeValueAsBytes(Map.of("message", message)));
    }
}
