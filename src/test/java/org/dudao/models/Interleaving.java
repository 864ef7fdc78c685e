package org.dudao.models;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandContextListener;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Runs two transactions step by step: the first is held at a chosen point, the second goes as far as it can, then the
 * first goes on. Queries are not held. A command that the edge of the engine repeats is held in its first try only.
 */
final class Interleaving extends AbstractProcessEnginePlugin {

    private static final long PATIENCE_SECONDS = 60;

    /** Where the first transaction is held. */
    enum Point {
        /** All is read and decided, nothing written to the engine's tables. */
        BEFORE_WRITING,
        /** All is written and locked, nothing visible to others. */
        BEFORE_COMMIT
    }

    /** What became of the two; null where it went well. */
    record Outcome(Throwable first, Throwable second) {

        List<Throwable> failures() {
            List<Throwable> failures = new ArrayList<>();
            if (first != null) {
                failures.add(first);
            }
            if (second != null) {
                failures.add(second);
            }
            return failures;
        }
    }

    private final ThreadLocal<Gate> gate = new ThreadLocal<>();

    private static final class Gate {
        private final Point point;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);
        private boolean set;

        private Gate(Point point) {
            this.point = point;
        }

        private void hold() {
            reached.countDown();
            try {
                if (!open.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("held for too long");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        List<CommandInterceptor> interceptors = new ArrayList<>();
        if (configuration.getCustomPostCommandInterceptorsTxRequired() != null) {
            interceptors.addAll(configuration.getCustomPostCommandInterceptorsTxRequired());
        }
        interceptors.add(new CommandInterceptor() {
            @Override
            public <T> T execute(Command<T> command) {
                Gate held = gate.get();
                if (held != null
                        && !held.set
                        && !command.getClass().getSimpleName().contains("Query")) {
                    held.set = true;
                    hold(held);
                }
                return next.execute(command);
            }
        });
        configuration.setCustomPostCommandInterceptorsTxRequired(interceptors);
    }

    private static void hold(Gate gate) {
        if (gate.point == Point.BEFORE_COMMIT) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void beforeCommit(boolean readOnly) {
                    gate.hold();
                }
            });
            return;
        }
        Context.getCommandContext().registerCommandContextListener(new CommandContextListener() {
            @Override
            public void onCommandContextClose(CommandContext commandContext) {
                gate.hold();
            }

            @Override
            public void onCommandFailed(CommandContext commandContext, Throwable t) {
                gate.reached.countDown();
            }
        });
    }

    /** Holds the first at the point until the second is done, or waits for the first. */
    Outcome run(Point point, Runnable first, Runnable second, JdbcClient jdbc) throws Exception {
        Gate held = new Gate(point);
        CompletableFuture<Throwable> one = start(() -> {
            gate.set(held);
            try {
                first.run();
            } finally {
                gate.remove();
                held.reached.countDown();
            }
        });
        if (!held.reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the first never came to its point");
        }
        CompletableFuture<Throwable> two = start(second);
        long until = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
        while (!two.isDone() && !somebodyWaits(jdbc) && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        held.open.countDown();
        return new Outcome(one.get(PATIENCE_SECONDS, TimeUnit.SECONDS), two.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private static CompletableFuture<Throwable> start(Runnable work) {
        CompletableFuture<Throwable> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                work.run();
                result.complete(null);
            } catch (Throwable t) {
                result.complete(t);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static boolean somebodyWaits(JdbcClient jdbc) {
        return jdbc.sql("select exists (select 1 from pg_locks where not granted)")
                .query(Boolean.class)
                .single();
    }
}
