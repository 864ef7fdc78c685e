package org.dudao.platform.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A clock that runs many times as fast as real time and never goes back, not even over a crash: before it shows an
 * instant, one that is not earlier has been written down. After a crash it goes on from there, which is up to
 * {@link #AHEAD} of real time later than where it was; after {@link #stop()} exactly from where it was. While nobody
 * runs the clock, time stands still.
 */
final class RehearsalClock {

    /** How far ahead an instant is written down, in real time. */
    static final Duration AHEAD = Duration.ofSeconds(2);

    private final long origin;
    private final int speed;
    private final LongSupplier nanoTime;
    private final Consumer<Instant> writeDown;
    private long writtenDown = Long.MIN_VALUE;
    private boolean runs;
    private long began;
    private long stoodAt;

    /**
     * @param origin where the clock begins
     * @param speed times real time, from 1 to {@value Rehearsal#FASTEST}
     * @param nanoTime real time in nanoseconds from anywhere on, such as {@link System#nanoTime()}
     * @param writeDown keeps the instant before which the clock must not begin next time
     */
    RehearsalClock(Instant origin, int speed, LongSupplier nanoTime, Consumer<Instant> writeDown) {
        this.origin = origin.toEpochMilli();
        this.stoodAt = this.origin;
        this.speed = speed;
        this.nanoTime = nanoTime;
        this.writeDown = writeDown;
    }

    /** Milliseconds since 1970, as the engine counts them. */
    synchronized long millis() {
        long now = now();
        if (now > writtenDown) {
            long ahead = now + AHEAD.toMillis() * speed;
            writeDown.accept(Instant.ofEpochMilli(ahead));
            writtenDown = ahead;
        }
        return now;
    }

    /** Lets time run; until then it stands at the origin. */
    synchronized void start() {
        began = nanoTime.getAsLong();
        runs = true;
    }

    /** Lets time stand still and writes down where, to begin there next time. */
    synchronized void stop() {
        stoodAt = now();
        writtenDown = stoodAt;
        runs = false;
        writeDown.accept(Instant.ofEpochMilli(stoodAt));
    }

    private long now() {
        // In microseconds, lest days at the highest speed overflow.
        return runs ? origin + (nanoTime.getAsLong() - began) / 1_000 * speed / 1_000 : stoodAt;
    }
}
