package org.dudao.supervision;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Recurring duties, and what schools teach and hand out: who reads everything sees all, else the own unit's, as on the
 * board.
 */
@RestController
class DutyController {

    private final DutyRegister duties;
    private final EducationRegister education;
    private final Reader reader;

    DutyController(DutyRegister duties, EducationRegister education, Reader reader) {
        this.duties = duties;
        this.education = education;
        this.reader = reader;
    }

    @GetMapping("/api/duties")
    DutyRegister.Register duties(
            @RequestParam String campaign,
            @RequestParam(required = false) String duty,
            @RequestParam(required = false) String unit,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size) {
        return duties.of(campaign, duty, unit, page, size, reader.sight());
    }

    /** @param key of one duty, as {@code /api/duties} names it */
    @GetMapping("/api/duties/rounds")
    DutyRegister.Rounds rounds(
            @RequestParam String key,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size) {
        return duties.rounds(key, page, size, reader.sight());
    }

    @GetMapping("/api/education")
    EducationRegister.Register education(
            @RequestParam String campaign,
            @RequestParam(required = false) String item,
            @RequestParam(required = false) String school) {
        return education.of(campaign, item, school, reader.sight());
    }
}
