package org.dudao.platform.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the operator two sentences where there would be a stack trace. */
final class DatabaseStartupFailureAnalyzer extends AbstractFailureAnalyzer<DatabaseStartupException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DatabaseStartupException failure) {
        Throwable cause = failure.getCause();
        String description = cause == null ? failure.getMessage() : failure.getMessage() + "\n原因：" + cause.getMessage();
        return new FailureAnalysis(description, failure.action(), failure);
    }
}
