package org.dudao.platform.web;

import jakarta.validation.ConstraintViolationException;
import java.util.Map;
import java.util.NoSuchElementException;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.dudao.platform.ApiProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Errors of our own API as {@code {"message": "…"}} in Chinese. An exception of the domain whose message is written for
 * people passes it on; what else goes wrong is told with a reference only, and logged under it.
 */
@RestControllerAdvice(basePackages = "org.dudao")
class ApiErrorAdvice {

    private static final Logger log = LoggerFactory.getLogger(ApiErrorAdvice.class);
    private static final String GONE = "没有找到您要的内容，可能已经办结或被删除。请刷新页面。";
    private static final String NOT_ALLOWED = "您没有办理此事项的权限。如果应当由您办理，请联系管理员。";

    @ExceptionHandler
    ResponseEntity<Map<String, String>> problem(ApiProblem problem) {
        return answer(problem.status(), problem.getMessage());
    }

    @ExceptionHandler({IllegalArgumentException.class, IllegalStateException.class, ProcessEngineException.class})
    ResponseEntity<Map<String, String>> refusal(RuntimeException e) {
        if (e instanceof AuthorizationException) {
            return answer(HttpStatus.FORBIDDEN, NOT_ALLOWED);
        }
        PlainError plain = PlainError.of(
                HttpStatus.INTERNAL_SERVER_ERROR.value(),
                e.getClass().getSimpleName(),
                e.getMessage() == null ? "" : e.getMessage(),
                "");
        return plain == null ? failure(e) : answer(HttpStatus.valueOf(plain.status()), plain.message());
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> lostRace(ConcurrencyFailureException e) {
        return answer(HttpStatus.CONFLICT, PlainError.SOMEBODY_WAS_FASTER);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> gone(NoSuchElementException e) {
        String message = e.getMessage();
        return answer(HttpStatus.NOT_FOUND, PlainError.isForPeople(message) ? message : GONE);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> missing(MissingServletRequestParameterException e) {
        return answer(HttpStatus.BAD_REQUEST, "缺少参数“" + e.getParameterName() + "”，请补上后再试。");
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> mismatch(MethodArgumentTypeMismatchException e) {
        return answer(HttpStatus.BAD_REQUEST, "参数“" + e.getName() + "”的格式不对，请改正后再试。");
    }

    @ExceptionHandler({ConstraintViolationException.class, HttpMessageNotReadableException.class})
    ResponseEntity<Map<String, String>> invalid(Exception e) {
        return answer(HttpStatus.BAD_REQUEST, "提交的内容有误，请检查后重新提交。");
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> other(Exception e) {
        if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            int status = known.getStatusCode().value();
            PlainError plain = PlainError.of(status, "", "-", "");
            return ResponseEntity.status(status)
                    .headers(known.getHeaders())
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Map.of("message", plain.message()));
        }
        if (DisconnectedClientHelper.isClientDisconnectedException(e)) {
            log.debug("The client has gone", e);
            return null;
        }
        return failure(e);
    }

    private static ResponseEntity<Map<String, String>> failure(Exception e) {
        log.error("{} failed", RequestReference.current(), e);
        return ResponseEntity.internalServerError()
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("message", RequestReference.apology(), "reference", RequestReference.current()));
    }

    /** An error is JSON also where a file was asked for. */
    private static ResponseEntity<Map<String, String>> answer(HttpStatus status, String message) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("message", message));
    }
}
