package org.dudao.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    private final Plan plan = SmallPlan.plan();

    @Test
    void findsItsPartsById() {
        assertThat(plan.unit("fire")).map(Unit::name).contains("消防站");
        assertThat(plan.unit("school-01")).isEmpty();
        assertThat(plan.school("school-02")).map(School::name).contains("第二小学");
        assertThat(plan.school("fire")).isEmpty();
        assertThat(plan.area("A02")).map(Area::name).contains("食品安全");
        assertThat(plan.area("A03")).isEmpty();
        assertThat(plan.obligation("rectification")).map(ObligationRule::row).contains("M2a");
        assertThat(plan.obligation("none")).isEmpty();
        assertThat(plan.unitOfKind(UnitKind.TASK_FORCE)).map(Unit::id).contains("task-force");
    }

    @Test
    void namesUnitsAndSchoolsAndFallsBackToTheId() {
        assertThat(plan.unitName("fire")).isEqualTo("消防站");
        assertThat(plan.unitName("school-01")).isEqualTo("第一小学");
        assertThat(plan.unitName("nobody")).isEqualTo("nobody");
        assertThat(plan.postsOf("nobody")).isEmpty();
        assertThat(plan.postName("fire.clerk")).isEqualTo("消防站 经办人");
        assertThat(plan.postName("school-01.head")).isEqualTo("第一小学 校长");
        assertThat(plan.postName("nobody.clerk")).isEqualTo("nobody.clerk");
    }

    @Test
    void asksASchoolOnlyTheAreasOfWhichSomethingApplies() {
        School withCanteen = plan.school("school-01").orElseThrow();
        School without = plan.school("school-02").orElseThrow();

        assertThat(plan.areasFor(withCanteen)).extracting(Area::id).containsExactly("A01", "A02");
        assertThat(plan.areasFor(without)).extracting(Area::id).containsExactly("A01");
    }

    @Test
    void anItemAppliesToASchoolWithAnyOfItsProfiles() {
        Item item = plan.area("A01").orElseThrow().items().get(1);

        assertThat(item.appliesTo(new School("s", "s", List.of("boarding"), List.of())))
                .isTrue();
        assertThat(item.appliesTo(new School("s", "s", List.of("primary"), List.of())))
                .isFalse();
        assertThat(item.fieldKey()).isEqualTo("A01_02");
    }

    @Test
    void movesAllItsDatesByTheSameNumberOfDays() {
        Plan moved = plan.shiftedTo(LocalDate.parse("2024-03-31"));

        assertThat(moved.start()).isEqualTo("2024-03-31");
        assertThat(moved.end()).isEqualTo("2024-05-30");
        assertThat(moved.phases()).extracting(Phase::from).containsExactly(day("2024-03-31"), day("2024-04-10"));
        assertThat(moved.phases()).extracting(Phase::to).containsExactly(day("2024-04-09"), day("2024-04-19"));
        ObligationRule report = moved.obligation("self-report").orElseThrow();
        assertThat(report.deadline()).isEqualTo(new Deadline(day("2024-04-10"), null, null));
        assertThat(report.onReturn()).isEqualTo(new Deadline(null, 2, null));
        assertThat(moved.obligation("rectification")).isEqualTo(plan.obligation("rectification"));
        assertThat(moved.shiftedTo(plan.start())).isEqualTo(plan);
        assertThat(new Deadline(null, null, null, day("2024-03-31")).shiftedBy(1))
                .isEqualTo(new Deadline(null, null, null, day("2024-04-01")));
        Deadline afterTheMeeting = new Deadline(null, 2, null, null, "meetingDay");
        assertThat(afterTheMeeting.shiftedBy(1)).isEqualTo(afterTheMeeting);
    }

    @Test
    void aDeadlineSaysExactlyOneThing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Deadline(null, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Deadline(null, 2, "days"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Deadline(day("2024-03-31"), null, null, day("2024-03-31")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Deadline(day("2024-03-31"), null, null, null, "meetingDay"));
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }
}
