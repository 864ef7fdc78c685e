package org.dudao.plan;

import java.util.List;

/**
 * A plan file cannot be used. The message, in Chinese, is meant for whoever edits the file: it names the file and, for
 * every problem, the line, what is wrong and what to do.
 */
public class PlanProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /**
     * @param file name of the plan file
     * @param problems at least one sentence in Chinese, each with its line where there is one
     */
    public PlanProblem(String file, List<String> problems) {
        super(message(file, problems));
        this.problems = List.copyOf(problems);
    }

    /** The single problems, in the order of the file. */
    public List<String> problems() {
        return problems;
    }

    private static String message(String file, List<String> problems) {
        StringBuilder message =
                new StringBuilder("行动方案文件 %s 有 %d 处问题，没有启动。请改好后保存，再重新启动：".formatted(file, problems.size()));
        for (int i = 0; i < problems.size(); i++) {
            message.append("\n  ").append(i + 1).append(". ").append(problems.get(i));
        }
        return message.toString();
    }
}
