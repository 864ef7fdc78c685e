package org.dudao.platform.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cmd.ExecuteJobsCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class OutermostCommandInterceptorTest {

    private final OutermostCommandInterceptor interceptor = new OutermostCommandInterceptor();
    private int calls;

    @AfterEach
    void endTransaction() {
        TransactionSynchronizationManager.setActualTransactionActive(false);
    }

    @Test
    void repeatsACommandThatLostARace() {
        losing(4, new OptimisticLockingException("lost"));

        assertThat(interceptor.execute(command())).isEqualTo("won");
        assertThat(calls).isEqualTo(5);
    }

    @Test
    void repeatsACommandThatTheDatabaseChoseInADeadlock() {
        ProcessEngineException deadlock = new ProcessEngineException("deadlock");
        deadlock.setCode(10_000);
        losing(1, deadlock);

        assertThat(interceptor.execute(command())).isEqualTo("won");
    }

    @Test
    void repeatsACommandWhoseCodeLostARaceInOurTables() {
        losing(1, new ProcessEngineException("wrapped", new OptimisticLockingFailureException("lost")));

        assertThat(interceptor.execute(command())).isEqualTo("won");
    }

    @Test
    void givesUpAfterFiveTries() {
        losing(5, new OptimisticLockingException("lost"));

        assertThatThrownBy(() -> interceptor.execute(command())).isInstanceOf(OptimisticLockingException.class);
        assertThat(calls).isEqualTo(OutermostCommandInterceptor.TRIES);
    }

    @Test
    void repeatsNothingElse() {
        losing(1, new ProcessEngineException("broken"));

        assertThatThrownBy(() -> interceptor.execute(command())).hasMessage("broken");
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void leavesAnOuterTransactionToItsOwner() {
        TransactionSynchronizationManager.setActualTransactionActive(true);
        losing(1, new OptimisticLockingException("lost"));

        assertThatThrownBy(() -> interceptor.execute(command())).isInstanceOf(OptimisticLockingException.class);
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void leavesJobsToTheJobExecutor() {
        losing(1, new OptimisticLockingException("lost"));

        assertThatThrownBy(() -> interceptor.execute(new ExecuteJobsCmd("job", null)))
                .isInstanceOf(OptimisticLockingException.class);
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void stopsRepeatingWhenInterrupted() {
        losing(1, new OptimisticLockingException("lost"));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> interceptor.execute(command())).isInstanceOf(OptimisticLockingException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void forgetsTheCommandAfterwards() {
        losing(0, null);
        Command<String> command = command();
        interceptor.execute(command);

        assertThat(OutermostCommandInterceptor.isOutermost(command)).isFalse();
    }

    private void losing(int times, RuntimeException failure) {
        interceptor.setNext(new CommandInterceptor() {
            @Override
            public <T> T execute(Command<T> command) {
                assertThat(OutermostCommandInterceptor.isOutermost(command)).isTrue();
                calls++;
                if (calls <= times) {
                    throw failure;
                }
                return command.execute(null);
            }
        });
    }

    private static Command<String> command() {
        return context -> "won";
    }
}
