package org.dudao.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dudao.platform.DefinitionFiles;
import org.springframework.stereotype.Component;

/** The plans that a campaign can be launched from. A plan file with a fault stops the start of the application. */
@Component
public class Plans {

    private final Map<String, Plan> plans = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();

    public Plans(DefinitionFiles files) {
        files.plans().forEach((name, text) -> {
            Plan plan = read(name, text);
            if (plans.putIfAbsent(plan.id(), plan) != null) {
                throw new PlanProblem(name, List.of("方案编号“" + plan.id() + "”在另一个方案文件里已经用过，请换一个 id"));
            }
            sources.put(plan.id(), text);
        });
    }

    static Plan read(String fileName, String text) {
        return new PlanReader().read(fileName, text);
    }

    public List<Plan> all() {
        return List.copyOf(plans.values());
    }

    public Optional<Plan> find(String id) {
        return Optional.ofNullable(plans.get(id));
    }

    /** The plan file's text as it is now; empty for an unknown id. */
    Optional<String> source(String id) {
        return Optional.ofNullable(sources.get(id));
    }
}
