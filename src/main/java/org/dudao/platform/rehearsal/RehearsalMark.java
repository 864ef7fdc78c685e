package org.dudao.platform.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The file in a data directory that says: what is here was rehearsed, and up to when.
 *
 * @param file holds one ISO instant; there is no such file where nothing was rehearsed
 */
record RehearsalMark(Path file) {

    static RehearsalMark in(Path dataDirectory) {
        return new RehearsalMark(dataDirectory.resolve("rehearsal-instant.txt"));
    }

    /**
     * The instant that was last written; empty if none was.
     *
     * @throws RehearsalRefused if the file holds something else
     */
    Optional<Instant> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(Files.readString(file).strip()));
        } catch (DateTimeParseException e) {
            throw new RehearsalRefused(
                    "文件 " + file + " 里应当是上次演练到的时刻，现在读不出来，接着演练会让时间倒流。", "请用 DUDAO_DATA_DIR 指定一个新目录，重新开始演练。");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the instant at once and for good: a crash leaves the old one or the new one. */
    void write(Instant instant) {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(
                    draft,
                    instant + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("演练的时刻没有存下来，请检查磁盘是否已满、目录是否可写：" + file, e);
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
