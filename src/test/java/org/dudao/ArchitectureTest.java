package org.dudao;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.web.bind.annotation.RestController;

@AnalyzeClasses(packages = "org.dudao", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** One thin class per model knows the engine; what it calls does not. */
    @ArchTest
    static final ArchRule plainDomain = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.dudao.plan",
                    "org.dudao.calendar",
                    "org.dudao.calendarchange",
                    "org.dudao.campaign",
                    "org.dudao.school",
                    "org.dudao.hazard",
                    "org.dudao.obligation",
                    "org.dudao.caselog",
                    "org.dudao.evidence",
                    "org.dudao.draft",
                    "org.dudao.veto",
                    "org.dudao.incident",
                    "org.dudao.voice",
                    "org.dudao.duty",
                    "org.dudao.education",
                    "org.dudao.appraisal",
                    "org.dudao.bulletin",
                    "org.dudao.document",
                    "org.dudao.enforcement",
                    "org.dudao.meeting",
                    "org.dudao.referral",
                    "org.dudao.drill",
                    "org.dudao.notice")
            .and()
            .haveSimpleNameNotEndingWith("Process")
            .and()
            .haveSimpleNameNotEndingWith("Tasks")
            .and()
            .haveSimpleNameNotEndingWith("Controller")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.camunda..");

    @ArchTest
    static final ArchRule controllersAreNamedSo =
            classes().that().areAnnotatedWith(RestController.class).should().haveSimpleNameEndingWith("Controller");
}
