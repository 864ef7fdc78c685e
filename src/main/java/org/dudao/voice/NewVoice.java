package org.dudao.voice;

/** What somebody raises; for the meaning and for what may be null see {@link Voice}. */
record NewVoice(
        String campaign,
        String school,
        String area,
        String place,
        String what,
        String concerned,
        boolean onVisit,
        boolean confidential,
        String raisedBy,
        String handlingUnit) {}
