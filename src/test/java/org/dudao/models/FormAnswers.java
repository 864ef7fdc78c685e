package org.dudao.models;

import java.util.HashMap;
import java.util.Map;
import org.camunda.spin.plugin.variable.SpinValues;
import org.dudao.plan.Area;
import org.dudao.plan.Item;
import org.dudao.plan.School;

/** What a post writes into each form when all is well; a scenario changes what it is about. */
final class FormAnswers {

    static final String TEXT = "已按方案要求落实，情况属实，材料齐全。";

    private FormAnswers() {}

    /** The answers to a task's form by the task's id in its model; inspections are answered by area. */
    static Map<String, Object> good(String task) {
        return new HashMap<>(
                switch (task) {
                    case "DraftPlan" -> Map.of("planSummary", TEXT, "warningsConfirmed", true);
                    case "FormTaskForce" -> Map.of("leadPost", "镇 主要领导", "members", TEXT, "duties", TEXT);
                    case "IssuePlan" -> Map.of("issuedNumber", "河办〔2026〕12号", "issuedOn", "2026-09-08");
                    case "Mobilisation" ->
                        Map.of("heldOn", "2026-09-09", "place", "镇政府会议室", "attendance", 60, "minutes", TEXT);
                    case "Publicity" ->
                        Map.of(
                                "channels",
                                SpinValues.jsonValue("[\"banner\",\"letter\"]").create(),
                                "reach",
                                3000);
                    case "SignPlan" -> Map.of("confirmed", true, "contactPost", "安全员");
                    case "Organise" ->
                        Map.of(
                                "leaderPost",
                                "校长",
                                "memberCount",
                                7,
                                "goals",
                                TEXT,
                                "measures",
                                TEXT,
                                "meetingOn",
                                "2026-09-09");
                    case "SelfReport" -> Map.of("summary", TEXT);
                    case "ReviewReport", "ReviewSchoolPlan" -> Map.of("decision", "accept");
                    case "SchoolPlan" ->
                        Map.of("goals", TEXT, "measures", TEXT, "responsiblePost", "校长", "finishBy", "2027-01-15");
                    case "Acceptance" -> Map.of("decision", "pass", "team", "督导组、应急管理站", "findings", TEXT);
                    case "Rework" -> Map.of("measures", TEXT);
                    case "Disposal" -> Map.of("decision", "solve", "reason", TEXT);
                    case "SchoolSummary", "TownSummary" ->
                        Map.of("summary", TEXT, "problems", TEXT, "suggestions", TEXT);
                    case "TakeOver" -> Map.of("scope", "all");
                    case "CloseCampaign" -> Map.of("openItemsConfirmed", true, "conclusion", TEXT);
                    case "TakeOn" -> Map.of("decision", "take");
                    case "Reassign" -> Map.of("responsibleUnit", "urban-management", "comment", TEXT);
                    case "Rectify" -> Map.of("decision", "done", "measures", TEXT);
                    case "Reinspect" -> Map.of("decision", "pass", "findings", TEXT);
                    case "Referral" -> Map.of("receiptNumber", "接2026-031");
                    case "Outcome" -> Map.of("result", "filed", "outcome", TEXT);
                    case "TakeNote" -> Map.of("decision", "noted");
                    case "FilePlan" -> Map.of("commanderPost", "校长", "planNotes", TEXT);
                    case "ReviewPlan" -> Map.of("decision", "accept");
                    case "Schedule" -> Map.of("drillOn", "2026-09-15", "drillPlace", "教学楼和操场");
                    case "Hold" ->
                        Map.of(
                                "decision",
                                "held",
                                "heldOn",
                                "2026-09-15",
                                "participants",
                                430,
                                "evacuationMinutes",
                                4,
                                "course",
                                TEXT);
                    case "DecidePostponement" -> Map.of("decision", "allow", "reason", TEXT);
                    case "ReviewDrill" -> Map.of("decision", "good", "findings", TEXT);
                    case "Answer" -> Map.of("answer", TEXT, "promisedOn", "2026-09-16");
                    case "Review" -> Map.of("opinion", TEXT, "reviewOn", "2026-10-10");
                    case "DecideSummon" -> Map.of("decision", "summon", "reason", TEXT);
                    case "Summon" ->
                        Map.of(
                                "heldOn",
                                "2026-09-17",
                                "place",
                                "镇政府会议室",
                                "attendees",
                                "分管领导、校长",
                                "minutes",
                                TEXT,
                                "promisedOn",
                                "2026-09-21");
                    case "DecideCriticism" -> Map.of("decision", "criticise", "reason", TEXT, "publicText", TEXT);
                    case "DecideVeto" -> Map.of("decision", "propose", "reason", TEXT);
                    case "Statement" -> Map.of("statement", TEXT);
                    case "Deliberate" -> Map.of("facts", TEXT, "recommendation", "reject");
                    case "Decide" -> Map.of("decision", "uphold", "reason", TEXT);
                    case "Appeal" -> Map.of("grounds", TEXT);
                    case "ReviewAppeal" -> Map.of("decision", "keep", "reason", TEXT);
                    case "Receive" -> Map.of("verified", TEXT);
                    case "Measures" -> Map.of("measures", TEXT);
                    case "Handle" -> Map.of("decision", "answer", "reply", TEXT);
                    case "Feedback" -> Map.of("decision", "solved");
                    case "Objection" -> Map.of("decision", "agree");
                    case "ReviewObjection" -> Map.of("decision", "keep", "reason", TEXT);
                    case "EditBulletin" ->
                        Map.of("bulletinTitle", "关于专项行动进展情况的通报", "documentNumber", "河办通报〔2026〕1号", "body", TEXT + TEXT);
                    case "ApproveBulletin" -> Map.of("decision", "issue");
                    case "SignBulletin" -> Map.of("confirmed", true);
                    case "Confirm" -> Map.of("decision", "confirm", "reason", TEXT);
                    case "Round" -> Map.of("result", "held", "count", 3);
                    case "Explain" -> Map.of("cause", TEXT, "makeUp", TEXT);
                    case "Teach" -> Map.of("taughtOn", "2026-09-07", "sessions", 6, "pupils", 420);
                    case "HandOut" -> Map.of("handedOutOn", "2026-09-07", "letters", 200);
                    case "Slips" -> Map.of("slips", 195);
                    case "ReviewEducation" -> Map.of("decision", "accept");
                    case "Lead" -> Map.of("decision", "propose", "reason", TEXT);
                    case "ConfirmJoint" -> Map.of("decision", "come", "contactPost", "经办人");
                    case "DecideExcuse" -> Map.of("decision", "excuse", "reason", TEXT);
                    case "MoveOrCancel" -> Map.of("decision", "cancel", "reason", TEXT);
                    case "RecordOnSite" ->
                        Map.of(
                                "officers",
                                3,
                                "checked",
                                8,
                                "handled",
                                2,
                                "found",
                                "占道摊点已经劝离",
                                "measures",
                                "劝离占道摊点2处",
                                "decision",
                                "nothing");
                    case "JointRecord" -> Map.of("facts", TEXT, "result", TEXT);
                    case "SignJoint" -> Map.of("decision", "agree");
                    case "DraftAgenda" -> Map.of("otherItems", "校门口交通秩序怎么整治");
                    case "SignNotice" -> Map.of("decision", "attend", "attendee", "负责人");
                    case "Resolve" -> Map.of("decision", "none");
                    case "CarryOut" -> Map.of("report", TEXT);
                    case "AcceptResolution" -> Map.of("decision", "accept", "opinion", TEXT);
                    default -> throw new IllegalArgumentException("no answers for " + task);
                });
    }

    /** {@link #good} with some answers put in place of its own, as name, value, name, value. */
    static Map<String, Object> with(String task, Object... changes) {
        Map<String, Object> answers = good(task);
        for (int i = 0; i < changes.length; i += 2) {
            answers.put((String) changes[i], changes[i + 1]);
        }
        return answers;
    }

    /** An inspection that finds every item in order. */
    static Map<String, Object> inOrder(Area area, School school) {
        Map<String, Object> answers = new HashMap<>();
        area.items().stream()
                .filter(item -> item.appliesTo(school))
                .forEach(item -> answers.put(item.fieldKey() + "_result", "ok"));
        answers.put("inspectors", "安全员、值班领导");
        return answers;
    }

    /** Puts one hazard into an inspection's answers. */
    static void finding(Map<String, Object> answers, Item item, String severity, boolean fixed) {
        answers.put(item.fieldKey() + "_result", "hazard");
        answers.put(item.fieldKey() + "_place", "教学楼一层");
        answers.put(item.fieldKey() + "_description", "疏散通道堆放杂物，影响通行");
        answers.put(item.fieldKey() + "_severity", severity);
        answers.put(item.fieldKey() + "_fixed", fixed);
        if (fixed) {
            answers.put(item.fieldKey() + "_measures", "当场清理");
        }
    }

    /** Something as any post raises it. */
    static Map<String, Object> voice(String school, String area) {
        return new HashMap<>(Map.of(
                "what", "放学时校门口没有路灯，希望装上",
                "aboutSchool", school,
                "place", "东校门外的路口",
                "aboutArea", area,
                "concerned", "pupils"));
    }

    /** A joint enforcement for traffic around schools, which the traffic police lead, with all that support it. */
    static Map<String, Object> joint(String day) {
        return new HashMap<>(Map.of(
                "jointSchool", "school-01",
                "jointArea", "A09",
                "jointPlace", "东校门50米内",
                "purpose", "清理校门口占道摊点，查处黑校车",
                "proposedOn", day));
    }

    /** A meeting with these units. */
    static Map<String, Object> meeting(String day, String... units) {
        return new HashMap<>(Map.of(
                "meetingKind", "consultation",
                "topic", "研究校门口交通秩序",
                "meetingOn", day,
                "meetingPlace", "上午9时，镇政府会议室",
                "invitedTo", chosen(units)));
    }

    /** The minutes of a meeting to which these units came. */
    static Map<String, Object> minutes(String day, String... units) {
        return new HashMap<>(Map.of(
                "decision",
                "held",
                "heldOn",
                day,
                "heldAt",
                "镇政府会议室",
                "chair",
                "镇分管领导",
                "attended",
                chosen(units),
                "minutes",
                TEXT));
    }

    /** What a checklist or taglist sends. */
    static Object chosen(String... values) {
        return SpinValues.jsonValue(values.length == 0 ? "[]" : "[\"" + String.join("\",\"", values) + "\"]")
                .create();
    }

    /** A hazard as any post reports it. */
    static Map<String, Object> hazard(String school, String area, String severity) {
        return new HashMap<>(Map.of(
                "school", school,
                "area", area,
                "place", "校门东侧",
                "description", "摊点占用人行通道",
                "severity", severity));
    }
}
