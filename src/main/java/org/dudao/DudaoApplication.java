package org.dudao;

import java.util.OptionalInt;
import java.util.TimeZone;
import org.dudao.caselog.VerifyLogCommand;
import org.dudao.plan.PlanCheckCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Dudao 督导: runs a township's school-safety supervision campaigns as processes. */
@SpringBootApplication
public class DudaoApplication {

    public static void main(String[] args) {
        // The webapps and the engine's expressions read the default zone; deadlines are Chinese days everywhere.
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Shanghai"));
        exitIfDone(PlanCheckCommand.run(args));
        exitIfDone(VerifyLogCommand.run(args));
        SpringApplication.run(DudaoApplication.class, args);
    }

    private static void exitIfDone(OptionalInt exitCode) {
        if (exitCode.isPresent()) {
            System.exit(exitCode.getAsInt());
        }
    }
}
