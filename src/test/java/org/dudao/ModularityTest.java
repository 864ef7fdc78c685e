package org.dudao;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

/** The packages are modules without cycles; their picture is written to {@code target/spring-modulith-docs}. */
class ModularityTest {

    private final ApplicationModules modules = ApplicationModules.of(DudaoApplication.class);

    @Test
    void modulesKeepToTheirBounds() {
        modules.verify();
    }

    @Test
    void pictureOfTheModules() {
        new Documenter(modules).writeModulesAsPlantUml();
    }
}
