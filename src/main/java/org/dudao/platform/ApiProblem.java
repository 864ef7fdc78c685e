package org.dudao.platform;

import org.springframework.http.HttpStatus;

/** What our own API refuses, in words for the person who asked. */
public class ApiProblem extends RuntimeException {

    private final HttpStatus status;

    private ApiProblem(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    /** @param message Chinese: what is wrong with the request and what to do */
    public static ApiProblem badRequest(String message) {
        return new ApiProblem(HttpStatus.BAD_REQUEST, message);
    }

    /** @param message Chinese: what the person may not do and whom to ask */
    public static ApiProblem forbidden(String message) {
        return new ApiProblem(HttpStatus.FORBIDDEN, message);
    }

    /** @param message Chinese: what was not found and what to do */
    public static ApiProblem notFound(String message) {
        return new ApiProblem(HttpStatus.NOT_FOUND, message);
    }

    /** @param message Chinese: what somebody changed in the meantime and what to do */
    public static ApiProblem conflict(String message) {
        return new ApiProblem(HttpStatus.CONFLICT, message);
    }

    /** @return the HTTP status to answer with */
    public HttpStatus status() {
        return status;
    }
}
