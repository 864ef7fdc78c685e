package org.dudao.platform.form;

import java.util.concurrent.ThreadLocalRandom;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cmd.ExecuteJobsCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.errorcode.BuiltinExceptionCode;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Stands at the edge of the engine: remembers which command came in from outside, and repeats it when it lost a race
 * against another one, so that no clerk sees that two colleagues finished at the same moment.
 *
 * <p>A command is repeated only when its transaction is its own. Jobs are left to the job executor, which repeats them
 * itself.
 */
final class OutermostCommandInterceptor extends CommandInterceptor {

    static final int TRIES = 5;

    private static final Logger log = LoggerFactory.getLogger(OutermostCommandInterceptor.class);
    private static final int FIRST_PAUSE_MILLIS = 20;
    private static final ThreadLocal<Command<?>> OUTERMOST = new ThreadLocal<>();

    /** @return whether this command was called from outside the engine, not by code that runs in another command */
    static boolean isOutermost(Command<?> command) {
        return command != null && OUTERMOST.get() == command;
    }

    @Override
    public <T> T execute(Command<T> command) {
        if (Context.getCommandContext() != null) {
            return next.execute(command);
        }
        Command<?> before = OUTERMOST.get();
        OUTERMOST.set(command);
        try {
            return isRepeatable(command) ? repeated(command) : next.execute(command);
        } finally {
            if (before == null) {
                OUTERMOST.remove();
            } else {
                OUTERMOST.set(before);
            }
        }
    }

    private static boolean isRepeatable(Command<?> command) {
        return !(command instanceof ExecuteJobsCmd)
                && Context.getJobExecutorContext() == null
                && !TransactionSynchronizationManager.isActualTransactionActive();
    }

    private <T> T repeated(Command<T> command) {
        for (int attempt = 1; ; attempt++) {
            try {
                return next.execute(command);
            } catch (ProcessEngineException e) {
                if (attempt == TRIES || !isLostRace(e) || !pause(attempt)) {
                    throw e;
                }
                log.debug("{} lost a race, try {} follows", command.getClass().getSimpleName(), attempt + 1);
            }
        }
    }

    /** In the engine's tables or in ours: what code in a process throws comes wrapped. */
    private static boolean isLostRace(ProcessEngineException e) {
        if (e.getCode() == BuiltinExceptionCode.DEADLOCK.getCode()) {
            return true;
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockingException || cause instanceof ConcurrencyFailureException) {
                return true;
            }
        }
        return false;
    }

    /** @return false when the thread was interrupted and the command shall not be repeated */
    private static boolean pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(5, (long) FIRST_PAUSE_MILLIS << attempt));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
