package org.dudao.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The smallest plan that shows every kind of entry. */
final class SmallPlan {

    private SmallPlan() {}

    static String text() {
        return resource("/plan/small.yaml");
    }

    static Plan plan() {
        return new PlanReader().read("small.yaml", text());
    }

    static String resource(String name) {
        try (InputStream in = SmallPlan.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
