package org.dudao.platform.rehearsal;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the operator two sentences where there would be a stack trace. */
final class RehearsalRefusedAnalyzer extends AbstractFailureAnalyzer<RehearsalRefused> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RehearsalRefused refused) {
        return new FailureAnalysis(refused.getMessage(), refused.action(), refused);
    }
}
