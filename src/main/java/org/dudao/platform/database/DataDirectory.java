package org.dudao.platform.database;

import java.nio.file.Path;
import org.springframework.core.env.Environment;

/**
 * The directory in which the application keeps what must survive it while it runs on the embedded database.
 *
 * <p>Inject the bean and do not read the property again: a property with a random part would give another directory.
 *
 * @param path absolute; exists once the embedded database has started, and need not exist on a database server
 */
public record DataDirectory(Path path) {

    static final String PROPERTY = "dudao.data-dir";

    public DataDirectory {
        path = path.toAbsolutePath().normalize();
    }

    /** The directory that {@code DUDAO_DATA_DIR} names, {@code ./data} without it. */
    static DataDirectory of(Environment environment) {
        return new DataDirectory(Path.of(environment.getProperty(PROPERTY, "data")));
    }
}
