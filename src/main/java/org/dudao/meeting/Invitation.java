package org.dudao.meeting;

import java.time.Instant;

/**
 * A unit that a meeting was called for.
 *
 * @param attendee the post that it sends, null where it cannot come or has not signed
 * @param absenceReason why it cannot come, null where it does not say so
 * @param signedAt null before it signed for the notice, as is {@code signedBy}
 * @param attended as the minutes say; null before
 */
public record Invitation(
        String meeting,
        String unit,
        String attendee,
        String absenceReason,
        String signedBy,
        Instant signedAt,
        Boolean attended) {}
