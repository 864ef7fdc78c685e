package org.dudao.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong with one YAML file, each problem with its line. */
final class YamlProblems {

    private static final int CLOSE = 3;

    private final List<Problem> problems = new ArrayList<>();

    private record Problem(int line, String text) {}

    void add(Node where, String text) {
        add(where.getStartMark().getLine() + 1, text);
    }

    void add(int line, String text) {
        problems.add(new Problem(line, text));
    }

    /** @throws PlanProblem when there is any problem */
    void throwIfAny(String file) {
        if (!problems.isEmpty()) {
            throw new PlanProblem(
                    file,
                    problems.stream()
                            .sorted(Comparator.comparingInt(Problem::line))
                            .map(problem -> "第" + problem.line() + "行：" + problem.text())
                            .toList());
        }
    }

    /** "，是不是想写“…”？" with the known word nearest to the one written, or nothing where none is near. */
    static String suggestion(String written, Collection<String> known) {
        Optional<String> nearest = known.stream()
                .min(Comparator.comparingInt((String word) -> distance(written, word))
                        .thenComparing(word -> word));
        return nearest.filter(word -> distance(written, word) <= Math.min(CLOSE, word.length() / 2))
                .map(word -> "，是不是想写“" + word + "”？")
                .orElse("，");
    }

    /** Levenshtein's distance, upper and lower case being the same. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int next = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = next;
            }
        }
        return row[b.length()];
    }
}
