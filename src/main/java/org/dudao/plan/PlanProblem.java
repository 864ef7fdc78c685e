package org.dudao.plan;

import java.util.List;

/** A plan file cannot be used; the message names the file, each fault's line, and what to do. */
public class PlanProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PlanProblem(String file, List<String> problems) {
        super(message(file, problems));
    }

    private static String message(String file, List<String> problems) {
        StringBuilder message = new StringBuilder("行动方案文件 ")
                .append(file)
                .append(" 有 ")
                .append(problems.size())
                .append(" 处问题，没有启动。请修改后再试：");
        for (int i = 0; i < problems.size(); i++) {
            message.append("\n  ").append(i + 1).append(". ").append(problems.get(i));
        }
        return message.toString();
    }
}
