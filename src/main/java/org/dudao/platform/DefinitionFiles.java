package org.dudao.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The files that make a town: {@code plans/}, {@code forms/}, {@code processes/}, {@code templates/}. They come with the application; a
 * folder of the same shape named by {@code DUDAO_DEFINITIONS_DIR} replaces file by file, and where it has a
 * {@code plans/} folder only the plans in it count.
 */
@Component
public class DefinitionFiles {

    private final PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
    private final Path directory;

    public DefinitionFiles(@Value("${dudao.definitions-dir:}") String directory) {
        this.directory = directory.isBlank() ? null : Path.of(directory).toAbsolutePath();
    }

    public Map<String, String> plans() {
        boolean own = directory != null && directory.resolve("plans").toFile().isDirectory();
        return own ? read("file:" + directory + "/plans/*.yaml") : read("classpath:/definitions/plans/*.yaml");
    }

    public Map<String, String> forms() {
        return overlaid("forms/*.form");
    }

    public Map<String, String> models() {
        Map<String, String> files = overlaid("processes/*.bpmn");
        files.putAll(overlaid("processes/*.dmn"));
        return files;
    }

    /** The template for a paper, as the file is now; empty where there is none of this name. */
    public Optional<byte[]> template(String name) {
        Path own = directory == null ? null : directory.resolve("templates").resolve(name);
        try {
            if (own != null && Files.isRegularFile(own)) {
                return Optional.of(Files.readAllBytes(own));
            }
            Resource shipped = resolver.getResource("classpath:/definitions/templates/" + name);
            return shipped.exists() ? Optional.of(shipped.getContentAsByteArray()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("无法读取文书模板 " + name + "，请检查文件是否可读", e);
        }
    }

    private Map<String, String> overlaid(String pattern) {
        Map<String, String> files = read("classpath:/definitions/" + pattern);
        if (directory != null) {
            files.putAll(read("file:" + directory + "/" + pattern));
        }
        return files;
    }

    private Map<String, String> read(String pattern) {
        try {
            Map<String, String> files = new TreeMap<>();
            for (Resource resource : resolver.getResources(pattern)) {
                files.put(resource.getFilename(), resource.getContentAsString(StandardCharsets.UTF_8));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("无法读取定义文件 " + pattern + "，请检查文件夹是否存在、是否可读", e);
        }
    }
}
