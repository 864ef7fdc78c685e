package org.dudao.plan;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A plan (行动方案): everything that differs from town to town and from campaign to campaign.
 *
 * <p>All dates are calendar days in Asia/Shanghai. Nothing is null and every list is unmodifiable, unless a component
 * says otherwise; {@link PlanReader} guarantees that all references between the parts can be resolved.
 *
 * @param id the plan's id, also the business key of its first campaign
 * @param number the number of the document that issued the plan
 * @param issuer what stands over the town's papers (发文机关); the name of its office where the plan says nothing
 * @param title the title of that document
 * @param campaign the name of the campaign (专项行动)
 * @param start first day of the campaign
 * @param end last day of the campaign, inclusive
 * @param leaders the posts of the upper two levels of responsibility
 * @param phases in the order of time, none overlapping another; days between two phases may belong to none
 * @param profiles what a school can have or be, such as a canteen
 * @param units offices, departments, villages and the leaders; never a school
 * @param schools at least one
 * @param areas the focus areas (整治重点)
 * @param obligations what is owed, by whom, to whom and by when
 * @param voices who answers for what is raised
 * @param duties what is to be done again and again; may be empty
 * @param education what schools teach and which letters they hand out; may be empty
 * @param appraisal how units are appraised at the end
 * @param bulletins when bulletins are made
 * @param conveners ids of the units that call meetings (会商) besides the task force and the leaders
 * @param drills the scenarios that schools hold emergency drills for; may be empty
 * @param maxDuePerDay how many matters can fall due for one unit on one day before {@link PlanCheck} warns
 */
public record Plan(
        String id,
        String number,
        String issuer,
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
        List<ObligationRule> obligations,
        VoiceRules voices,
        List<Duty> duties,
        List<EducationItem> education,
        AppraisalRules appraisal,
        BulletinRules bulletins,
        List<String> conveners,
        List<DrillScenario> drills,
        int maxDuePerDay) {

    public Plan {
        phases = List.copyOf(phases);
        profiles = List.copyOf(profiles);
        units = List.copyOf(units);
        schools = List.copyOf(schools);
        areas = List.copyOf(areas);
        obligations = List.copyOf(obligations);
        duties = List.copyOf(duties);
        education = List.copyOf(education);
        conveners = List.copyOf(conveners);
        drills = List.copyOf(drills);
    }

    public Optional<Unit> unit(String id) {
        return units.stream().filter(unit -> unit.id().equals(id)).findFirst();
    }

    public Optional<School> school(String id) {
        return schools.stream().filter(school -> school.id().equals(id)).findFirst();
    }

    public Optional<Area> area(String id) {
        return areas.stream().filter(area -> area.id().equals(id)).findFirst();
    }

    public Optional<ObligationRule> obligation(String kind) {
        return obligations.stream().filter(rule -> rule.kind().equals(kind)).findFirst();
    }

    public Optional<Duty> duty(String id) {
        return duties.stream().filter(duty -> duty.id().equals(id)).findFirst();
    }

    /** The ids of the units and schools that have the duty, in the plan's order. */
    public List<String> owners(Duty duty) {
        if (duty.owedBy().equals(Duty.SCHOOL)) {
            return schoolsWith(duty.appliesTo());
        }
        return units.stream()
                .filter(unit ->
                        unit.id().equals(duty.owedBy()) || unit.kind().name().equals(duty.owedBy()))
                .map(Unit::id)
                .toList();
    }

    /** The first day on which the duty is to be done. */
    public LocalDate firstDay(Duty duty) {
        return duty.from() == null ? start : duty.from();
    }

    /** The last day on which the duty is to be done, inclusive; it may lie after the campaign's. */
    public LocalDate lastDay(Duty duty) {
        return duty.until() == null ? end : duty.until();
    }

    public Optional<EducationItem> educationItem(String id) {
        return education.stream().filter(item -> item.id().equals(id)).findFirst();
    }

    /** The name of the duty or the item of education with this id, or the id itself where the plan knows neither. */
    public String matterName(String id) {
        return duty(id).map(Duty::name)
                .or(() -> educationItem(id).map(EducationItem::name))
                .orElse(id);
    }

    /**
     * The ids of the schools that have any of the profiles, in the plan's order.
     *
     * @param appliesTo ids of profiles; empty for all schools
     */
    public List<String> schoolsWith(List<String> appliesTo) {
        return schools.stream()
                .filter(school -> appliesTo.isEmpty() || appliesTo.stream().anyMatch(school.profile()::contains))
                .map(School::id)
                .toList();
    }

    /** The unit of this kind; the first in the plan's order where there are several, as with departments. */
    public Optional<Unit> unitOfKind(UnitKind kind) {
        return units.stream().filter(unit -> unit.kind() == kind).findFirst();
    }

    /** The areas of which at least one item applies to the school, in the plan's order. */
    public List<Area> areasFor(School school) {
        return areas.stream()
                .filter(area -> area.items().stream().anyMatch(item -> item.appliesTo(school)))
                .toList();
    }

    /**
     * The unit that answers for what is raised (M4): the one the plan names for the focus area, else the area's lead;
     * without an area the one that the plan names for that, else the town office.
     *
     * @param areaId null for what belongs to no area
     */
    public String voiceHandler(String areaId) {
        String named = areaId == null ? voices.otherwise() : voices.handledBy().get(areaId);
        return Optional.ofNullable(named)
                .or(() -> area(areaId).map(Area::lead))
                .orElseGet(() -> unitOfKind(UnitKind.OFFICE).orElseThrow().id());
    }

    /** Whether the plan has a unit or a school with this id. */
    public boolean knows(String id) {
        return unit(id).isPresent() || school(id).isPresent();
    }

    /** Whether the unit may call meetings (W3, W4). */
    public boolean convenes(Unit unit) {
        return unit.kind() == UnitKind.TASK_FORCE || unit.kind() == UnitKind.LEADERS || conveners.contains(unit.id());
    }

    public Optional<DrillScenario> drill(String id) {
        return drills.stream().filter(drill -> drill.id().equals(id)).findFirst();
    }

    /** The name of the unit or school with this id, or the id itself where the plan knows neither. */
    public String unitName(String id) {
        return unit(id).map(Unit::name).or(() -> school(id).map(School::name)).orElse(id);
    }

    /**
     * The phase that an obligation of this rule belongs to: the one that serves the same row, else the one in which its
     * fixed day lies. Empty for what can come up on any day of the campaign, such as a rectification.
     */
    public Optional<Phase> phaseOf(ObligationRule rule) {
        return phases.stream()
                .filter(phase -> phase.row().equals(rule.row()))
                .findFirst()
                .or(() -> Optional.ofNullable(rule.deadline().on()).flatMap(day -> phases.stream()
                        .filter(phase -> !day.isBefore(phase.from()) && !day.isAfter(phase.to()))
                        .findFirst()));
    }

    /** The posts of the unit or school with this id; empty where the plan knows neither. */
    public List<Post> postsOf(String unitOrSchoolId) {
        return unit(unitOrSchoolId)
                .map(Unit::posts)
                .or(() -> school(unitOrSchoolId).map(School::posts))
                .orElse(List.of());
    }

    /** The name of the post with this id, or the id itself where the plan does not know it. */
    public String postName(String id) {
        return Stream.concat(
                        units.stream().flatMap(unit -> unit.posts().stream()),
                        schools.stream().flatMap(school -> school.posts().stream()))
                .filter(post -> post.id().equals(id))
                .map(Post::name)
                .findFirst()
                .orElse(id);
    }

    /**
     * The same plan for a campaign that begins on another day: every date moves by the same number of days.
     *
     * @param newStart first day of the campaign, in Asia/Shanghai
     */
    public Plan shiftedTo(LocalDate newStart) {
        long days = ChronoUnit.DAYS.between(start, newStart);
        return new Plan(
                id,
                number,
                issuer,
                title,
                campaign,
                newStart,
                end.plusDays(days),
                leaders,
                phases.stream().map(phase -> phase.shiftedBy(days)).toList(),
                profiles,
                units,
                schools,
                areas,
                obligations.stream().map(rule -> rule.shiftedBy(days)).toList(),
                voices,
                duties.stream().map(duty -> duty.shiftedBy(days)).toList(),
                education,
                appraisal,
                bulletins,
                conveners,
                drills,
                maxDuePerDay);
    }
}
