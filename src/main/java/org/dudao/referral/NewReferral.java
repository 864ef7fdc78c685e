package org.dudao.referral;

/** What is handed over; for the meaning and for what may be null see {@link Referral}. */
public record NewReferral(
        String campaign,
        String source,
        String school,
        String area,
        String place,
        String what,
        String reason,
        String referredBy,
        String referringUnit) {}
