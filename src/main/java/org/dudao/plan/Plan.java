package org.dudao.plan;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A town's plan for a campaign. Dates are days in Asia/Shanghai.
 *
 * @param number the document number (发文字号)
 * @param campaign the name under which the campaign runs
 */
public record Plan(
        String id,
        String number,
        String title,
        String campaign,
        LocalDate start,
        LocalDate end,
        Leaders leaders,
        List<Phase> phases,
        List<Profile> profiles,
        List<Unit> units,
        List<School> schools,
        List<Area> areas,
        List<ObligationRule> obligations) {

    public Optional<Unit> unit(String unit) {
        return units.stream().filter(candidate -> candidate.id().equals(unit)).findFirst();
    }

    public Optional<School> school(String school) {
        return schools.stream()
                .filter(candidate -> candidate.id().equals(school))
                .findFirst();
    }

    public Optional<Area> area(String area) {
        return areas.stream().filter(candidate -> candidate.id().equals(area)).findFirst();
    }

    public Optional<ObligationRule> obligation(String kind) {
        return obligations.stream()
                .filter(candidate -> candidate.kind().equals(kind))
                .findFirst();
    }

    public Optional<Unit> unitOfKind(UnitKind kind) {
        return units.stream().filter(candidate -> candidate.kind() == kind).findFirst();
    }

    /** The areas that ask the school anything. */
    public List<Area> areasFor(School school) {
        return areas.stream()
                .filter(area -> area.items().stream().anyMatch(item -> item.appliesTo(school)))
                .toList();
    }

    /** The name of the unit or school; the id itself where there is none. */
    public String unitName(String id) {
        return unit(id).map(Unit::name).or(() -> school(id).map(School::name)).orElse(id);
    }

    /** The posts of the unit or school; empty where there is none. */
    public List<Post> postsOf(String id) {
        return unit(id).map(Unit::posts).or(() -> school(id).map(School::posts)).orElse(List.of());
    }

    /** The same plan with all its days moved by as many days as lie between its start and the new one. */
    public Plan shiftedTo(LocalDate newStart) {
        long days = ChronoUnit.DAYS.between(start, newStart);
        return new Plan(
                id,
                number,
                title,
                campaign,
                newStart,
                end.plusDays(days),
                leaders,
                phases.stream().map(phase -> phase.movedBy(days)).toList(),
                profiles,
                units,
                schools,
                areas,
                obligations.stream().map(rule -> rule.movedBy(days)).toList());
    }
}
