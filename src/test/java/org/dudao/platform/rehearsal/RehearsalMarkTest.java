package org.dudao.platform.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalMarkTest {

    private static final Instant INSTANT = Instant.parse("2023-09-10T00:00:00.123Z");

    @TempDir
    Path directory;

    @Test
    void keepsTheLastInstant() throws IOException {
        RehearsalMark mark = RehearsalMark.in(directory);
        assertThat(mark.read()).isEmpty();

        mark.write(INSTANT.minusSeconds(1));
        mark.write(INSTANT);

        assertThat(RehearsalMark.in(directory).read()).hasValue(INSTANT);
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
        mark.remove();
        assertThat(mark.read()).isEmpty();
    }

    @Test
    void refusesWhatItCannotRead() throws IOException {
        RehearsalMark mark = RehearsalMark.in(directory);
        Files.writeString(mark.file(), "");

        assertThatThrownBy(mark::read)
                .isInstanceOf(RehearsalRefused.class)
                .hasMessageContaining(mark.file().toString());
    }

    @Test
    void saysSoWhenItCannotWrite() {
        assertThatThrownBy(() -> RehearsalMark.in(directory.resolve("gone")).write(INSTANT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("没有存下来");
    }
}
