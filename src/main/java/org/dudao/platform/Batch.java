package org.dudao.platform;

import java.util.List;
import java.util.stream.Stream;

/** What begins in one transaction where much is to begin; the model comes back for the rest. */
public final class Batch {

    private Batch() {}

    /**
     * Begins the first ones.
     *
     * @param starts what is still to begin, in its order
     * @param most how many at once
     * @return whether more are left
     */
    public static boolean start(Stream<Runnable> starts, int most) {
        List<Runnable> next = starts.limit(most + 1L).toList();
        next.stream().limit(most).forEach(Runnable::run);
        return next.size() > most;
    }
}
