package org.dudao.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.util.FileSystemUtils;

/** The sample town's definitions in a folder of their own, with another plan. */
final class SampleDefinitions {

    static final String PLAN = "hekou-2023";

    private SampleDefinitions() {}

    /** What {@code DUDAO_DEFINITIONS_DIR} is to name. */
    static Path in(Path folder, UnaryOperator<String> change) throws IOException {
        for (String part : List.of("forms", "processes")) {
            FileSystemUtils.copyRecursively(Path.of(part), folder.resolve(part));
        }
        Files.writeString(
                Files.createDirectories(folder.resolve("plans")).resolve(PLAN + ".yaml"),
                change.apply(Files.readString(Path.of("plans", PLAN + ".yaml"))));
        return folder;
    }

    /** The plan without what is done again and again, and without appraisals: a campaign of its phases alone. */
    static String withoutStandingWork(String plan) {
        return plan.replaceAll("(?m)^(duties|education|drills|appraisal):\n((?: .*)?\n)*?(?=^\\S|\\z)", "");
    }
}
