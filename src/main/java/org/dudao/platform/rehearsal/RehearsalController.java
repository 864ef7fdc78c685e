package org.dudao.platform.rehearsal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells everybody, also before login, whether this is a rehearsal and what time it is in it. */
@RestController
class RehearsalController {

    private final Optional<Rehearsal> rehearsal;
    private final Clock clock;

    RehearsalController(Optional<Rehearsal> rehearsal, Clock clock) {
        this.rehearsal = rehearsal;
        this.clock = clock;
    }

    /**
     * @param now null unless this is a rehearsal
     * @param speed times real time; null unless this is a rehearsal
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record State(boolean rehearsal, OffsetDateTime now, Integer speed) {}

    @GetMapping("/api/rehearsal")
    ResponseEntity<State> state() {
        State state = rehearsal
                .map(asked -> new State(true, OffsetDateTime.now(clock), asked.speed()))
                .orElseGet(() -> new State(false, null, null));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(state);
    }
}
