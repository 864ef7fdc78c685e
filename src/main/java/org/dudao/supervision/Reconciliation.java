package org.dudao.supervision;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Proves that ledger, processes and obligations say the same; each check names the rows that differ. */
@Service
public class Reconciliation {

    /** Rows of the query are differences, one text column each. */
    private record Check(String what, String sql) {}

    /** Of the tasks t of the processes d those that an obligation stands behind: not the ladder's own, nor mere rights. */
    private static final String OWED = """
            d.key_ not in ('escalation', 'waiver', 'calendar-change') and t.task_def_key_ not in (
                'Statement', 'Appeal', 'Feedback', 'Objection', 'Round', 'TakeNote', 'MoveOrCancel')
            """;

    private static final List<Check> CHECKS = List.of(
            new Check("台账未销号，但没有正在进行的流程", """
                    select h.number from dudao.hazard h where h.closed_at is null and not exists (
                        select 1 from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
                        where e.business_key_ = h.number and e.parent_id_ is null and d.key_ = 'hazard')
                    """),
            new Check("隐患流程正在进行，但台账没有未销号的记录", """
                    select coalesce(e.business_key_, e.id_) from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
                    where e.parent_id_ is null and d.key_ = 'hazard' and not exists (
                        select 1 from dudao.hazard h where h.number = e.business_key_ and h.closed_at is null)
                    """),
            new Check("台账状态与流程所在环节不一致", """
                    select h.number || ' ' || h.state || ' ' || t.task_def_key_
                    from dudao.hazard h
                    join act_ru_execution e on e.business_key_ = h.number and e.parent_id_ is null
                    join act_ru_task t on t.proc_inst_id_ = e.id_
                    where (t.task_def_key_, h.state) not in (('TakeOn', 'ASSIGNED'), ('Reassign', 'ASSIGNED'),
                        ('Rectify', 'RECTIFYING'), ('Deliberate', 'DELIBERATING'), ('Reinspect', 'REINSPECTING'))
                    """),
            new Check("义务在办，但没有对应的任务", """
                    select o.id || ' ' || o.kind from dudao.obligation o where o.state = 'OPEN' and not exists (
                        select 1 from act_ru_task t where t.proc_inst_id_ = o.process_instance and t.task_def_key_ = o.activity
                          and t.due_date_ = o.deadline at time zone current_setting('TimeZone'))
                    """),
            new Check("任务在办，但没有对应的义务", """
                    select t.id_ || ' ' || t.task_def_key_ from act_ru_task t join act_re_procdef d on d.id_ = t.proc_def_id_
                    where not exists (
                        select 1 from dudao.obligation o where o.process_instance = t.proc_inst_id_
                          and o.activity = t.task_def_key_ and o.state in ('OPEN', 'WAIVED'))
                      and
                    """ + OWED),
            new Check("任务与在办义务的数量不一致", """
                    select coalesce(t.instance, o.instance) || ' ' || coalesce(t.activity, o.activity)
                    from (select t.proc_inst_id_ as instance, t.task_def_key_ as activity, count(*) as n from act_ru_task t
                          join act_re_procdef d on d.id_ = t.proc_def_id_ where
                    """ + OWED + """
                          group by 1, 2) t
                    full join (select process_instance as instance, activity, count(*) filter (where state = 'OPEN') as owed,
                              count(*) as n from dudao.obligation where state in ('OPEN', 'WAIVED')
                          group by 1, 2) o using (instance, activity)
                    where coalesce(t.n, 0) not between coalesce(o.owed, 0) and coalesce(o.n, 0)
                    """),
            new Check("已提交或退回的义务，但流程已经结束", """
                    select o.id || ' ' || o.kind from dudao.obligation o where o.state in ('SUBMITTED', 'RETURNED')
                    and not exists (select 1 from act_ru_execution e where e.id_ = o.process_instance)
                    """),
            new Check("义务在阶梯上，但没有督办流程，或者相反", """
                    select coalesce(o.id, e.business_key_)
                    from (select id from dudao.obligation where on_ladder) o
                    full join (select e.business_key_ from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
                          where e.parent_id_ is null and d.key_ = 'escalation') e on e.business_key_ = o.id
                    where o.id is null or e.business_key_ is null
                    """),
            new Check("义务在办而不在阶梯上，又没有到期提醒", """
                    select o.id || ' ' || o.kind from dudao.obligation o where o.state = 'OPEN' and not o.on_ladder
                    and not exists (select 1 from act_ru_job j where j.process_instance_id_ = o.process_instance
                        and j.handler_cfg_ = o.activity || 'Due' and j.retries_ > 0)
                    """),
            new Check("一票否决案件没有办结，但没有正在进行的流程，或者相反", """
                    select coalesce(v.key, e.business_key_)
                    from (select key from dudao.veto_case where concluded_at is null) v
                    full join (select e.business_key_ from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
                          where e.parent_id_ is null and d.key_ = 'veto') e on e.business_key_ = v.key
                    where v.key is null or e.business_key_ is null
                    """),
            new Check("诉求没有办结，但没有正在进行的流程，或者相反", """
                    select coalesce(v.key, e.business_key_, e.id_)
                    from (select key from dudao.voice where closed_at is null) v
                    full join (select e.id_, e.business_key_ from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
                          where e.parent_id_ is null and d.key_ = 'voice') e on e.business_key_ = v.key
                    where v.key is null or e.business_key_ is null
                    """),
            new Check("诉求状态与流程所在环节不一致", """
                    select v.key || ' ' || v.state || ' ' || coalesce(t.task_def_key_, '没有任务')
                    from dudao.voice v
                    join act_ru_execution e on e.business_key_ = v.key and e.parent_id_ is null
                    left join act_ru_task t on t.proc_inst_id_ = e.id_
                    where (coalesce(t.task_def_key_, ''), v.state) not in (('Handle', 'HANDLING'), ('', 'RECTIFYING'),
                        ('Feedback', 'ANSWERED'), ('Decide', 'DECIDING'))
                    """),
            new Check("诉求在等隐患整改，但隐患已经销号", """
                    select v.key || ' ' || v.hazard from dudao.voice v join dudao.hazard h on h.number = v.hazard
                    where v.state = 'RECTIFYING' and h.closed_at is not null
                    """),
            new Check("常态化职责没有期满，但没有正在进行的流程，或者相反", """
                    select coalesce(r.key, e.business_key_, e.id_)
                    from (select key, process_instance from dudao.duty_run where state = 'RUNNING') r
                    full join (select e.id_, e.business_key_ from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
                          where e.parent_id_ is null and d.key_ = 'duty') e on e.business_key_ = r.key and e.id_ = r.process_instance
                    where (r.key is null or e.business_key_ is null) and not exists (
                        select 1 from act_ru_task t where t.proc_inst_id_ = e.id_ and t.task_def_key_ = 'Explain')
                    """),
            new Check("待登记的一次与登记任务不一致", """
                    select coalesce(r.run, t.id_)
                    from (select o.run, o.closes_at, d.process_instance from dudao.duty_round o join dudao.duty_run d on d.key = o.run
                          where o.state = 'OPEN') r
                    full join (select t.* from act_ru_task t join act_re_procdef d on d.id_ = t.proc_def_id_
                          where d.key_ = 'duty' and t.task_def_key_ = 'Round') t on t.proc_inst_id_ = r.process_instance
                          and t.due_date_ = r.closes_at at time zone current_setting('TimeZone')
                    where r.run is null or t.id_ is null
                    """),
            new Check("待上岗的一次与等待的定时器不一致", """
                    select coalesce(r.run, j.id_)
                    from (select o.run, o.opens_at, d.process_instance from dudao.duty_round o join dudao.duty_run d on d.key = o.run
                          where o.state = 'PLANNED') r
                    full join (select j.* from act_ru_job j where j.process_def_key_ = 'duty' and j.handler_cfg_ = 'Wait') j
                          on j.process_instance_id_ = r.process_instance
                          and j.duedate_ = r.opens_at at time zone current_setting('TimeZone')
                    where r.run is null or j.id_ is null
                    """),
            new Check("要求说明缺勤的次数与义务的数目不一致", """
                    select d.key from dudao.duty_run d where
                        (select count(*) from dudao.duty_round o where o.run = d.key and o.asked) <>
                        (select count(*) from dudao.obligation b where b.process_instance = d.process_instance and b.kind = 'duty-missed')
                    """),
            new Check("宣传教育没有办结，但没有正在进行的流程，或者相反", """
                    select coalesce(i.key, e.business_key_, e.id_)
                    from (select key, process_instance from dudao.education_item where state <> 'ACCEPTED') i
                    full join (select e.id_, e.business_key_ from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
                          where e.parent_id_ is null and d.key_ = 'education') e on e.id_ = i.process_instance
                    where i.key is null or e.id_ is null
                    """),
            new Check("宣传教育状态与流程所在环节不一致", """
                    select i.key || ' ' || i.state || ' ' || t.task_def_key_
                    from dudao.education_item i join act_ru_task t on t.proc_inst_id_ = i.process_instance
                    where (t.task_def_key_, i.state) not in (('Teach', 'TEACHING'), ('HandOut', 'HANDING_OUT'),
                        ('Slips', 'COLLECTING'), ('ReviewEducation', 'REVIEWING'))
                    """),
            new Check("考评没有评定，但没有正在进行的流程，或者相反", """
                    select coalesce(a.key, e.business_key_, e.id_)
                    from (select key from dudao.appraisal where final_at is null) a
                    full join (select e.id_, e.business_key_ from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
                          where e.parent_id_ is null and d.key_ = 'appraisal') e on e.business_key_ = a.key
                    where a.key is null or e.business_key_ is null
                    """),
            new Check("考评状态与流程所在环节不一致", """
                    select a.key || ' ' || a.state || ' ' || coalesce(t.task_def_key_, '没有任务')
                    from dudao.appraisal a
                    join act_ru_execution e on e.business_key_ = a.key and e.parent_id_ is null
                    left join act_ru_task t on t.proc_inst_id_ = e.id_
                    where (coalesce(t.task_def_key_, ''), a.state) not in (('Objection', 'PROVISIONAL'), ('ReviewObjection', 'OBJECTED'))
                    """),
            new Check("情况通报没有全部签收，但没有正在进行的流程，或者相反", """
                    select coalesce(b.key, e.business_key_, e.id_)
                    from (select key from dudao.bulletin where closed_at is null) b
                    full join (select e.id_, e.business_key_ from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
                          where e.parent_id_ is null and d.key_ = 'bulletin') e on e.business_key_ = b.key
                    where b.key is null or e.business_key_ is null
                    """),
            new Check("情况通报的状态与流程所在环节不一致", """
                    select distinct b.key || ' ' || b.state || ' ' || t.task_def_key_
                    from dudao.bulletin b
                    join act_ru_execution e on e.business_key_ = b.key and e.parent_id_ is null
                    join act_ru_task t on t.proc_inst_id_ = e.id_
                    where (t.task_def_key_, b.state) not in (('EditBulletin', 'DRAFTING'), ('ApproveBulletin', 'APPROVING'),
                        ('SignBulletin', 'ISSUED'))
                    """),
            new Check("情况通报已印发，但没有固定的文字，或者相反", """
                    select coalesce(b.key, i.bulletin) from (select key from dudao.bulletin where state = 'ISSUED') b
                    full join dudao.bulletin_issued i on i.bulletin = b.key where b.key is null or i.bulletin is null
                    """),
            new Check("一次专项行动有几个通报安排", """
                    select e.business_key_ from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
                    where e.parent_id_ is null and d.key_ = 'bulletin-rhythm' group by 1 having count(*) > 1
                    """),
            new Check("联合执法没有办结，但没有正在进行的流程，或者相反", """
                    select coalesce(r.key, e.business_key_, e.id_)
                    from (select key from dudao.joint_enforcement where closed_at is null) r
                    full join (select e.id_, e.business_key_ from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
                          where e.parent_id_ is null and d.key_ = 'joint-enforcement') e on e.business_key_ = r.key
                    where r.key is null or e.business_key_ is null
                    """),
            new Check("联合执法参加单位的状态与流程所在环节不一致", """
                    select p.joint || ' ' || p.unit || ' ' || p.state || ' ' || o.activity
                    from dudao.joint_participation p
                    join act_ru_execution e on e.business_key_ = p.joint and e.parent_id_ is null
                    join dudao.obligation o on o.process_instance = e.id_ and o.matter = p.unit and o.state in ('OPEN', 'WAIVED')
                      and o.activity in ('ConfirmJoint', 'DecideExcuse', 'RecordOnSite')
                    join act_ru_task t on t.proc_inst_id_ = e.id_ and t.task_def_key_ = o.activity
                      and t.due_date_ = o.deadline at time zone current_setting('TimeZone')
                    where (o.activity, p.state) not in (('ConfirmJoint', 'INVITED'), ('DecideExcuse', 'DECLINED'),
                        ('RecordOnSite', 'COMING'), ('RecordOnSite', 'ON_SITE'))
                    """),
            new Check("联合执法的日期与能改期或者取消的期限不一致", """
                    select j.key || ' ' || j.day from dudao.joint_enforcement j
                    join act_ru_execution e on e.business_key_ = j.key and e.parent_id_ is null
                    join act_ru_task t on t.proc_inst_id_ = e.id_ and t.task_def_key_ = 'MoveOrCancel'
                    where (t.due_date_ at time zone current_setting('TimeZone') at time zone 'Asia/Shanghai')::date <> j.day
                    """),
            new Check("会议没有办结，但没有正在进行的流程，或者相反", """
                    select coalesce(r.key, e.business_key_, e.id_)
                    from (select key from dudao.meeting where closed_at is null) r
                    full join (select e.id_, e.business_key_ from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
                          where e.parent_id_ is null and d.key_ = 'meeting') e on e.business_key_ = r.key
                    where r.key is null or e.business_key_ is null
                    """),
            new Check("会议状态与流程所在环节不一致", """
                    select m.key || ' ' || m.state || ' ' || t.task_def_key_
                    from dudao.meeting m
                    join act_ru_execution e on e.business_key_ = m.key and e.parent_id_ is null
                    join act_ru_task t on t.proc_inst_id_ = e.id_
                    where (t.task_def_key_, m.state) not in (('DraftAgenda', 'PREPARING'), ('Minutes', 'CALLED'),
                        ('SignNotice', 'CALLED'), ('SignNotice', 'HELD'), ('Resolve', 'HELD'))
                    """),
            new Check("议定事项没有办结，但没有正在进行的流程，或者相反", """
                    select coalesce(r.key, e.business_key_, e.id_)
                    from (select key from dudao.resolution where closed_at is null) r
                    full join (select e.id_, e.business_key_ from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
                          where e.parent_id_ is null and d.key_ = 'resolution') e on e.business_key_ = r.key
                    where r.key is null or e.business_key_ is null
                    """),
            new Check("议定事项状态与流程所在环节不一致", """
                    select r.key || ' ' || r.state || ' ' || t.task_def_key_
                    from dudao.resolution r
                    join act_ru_execution e on e.business_key_ = r.key and e.parent_id_ is null
                    join act_ru_task t on t.proc_inst_id_ = e.id_
                    where (t.task_def_key_, r.state) not in (('CarryOut', 'CARRYING_OUT'), ('AcceptResolution', 'REPORTED'))
                    """),
            new Check("学校状态与学校流程不一致", """
                    select s.campaign || '/' || s.school || ' ' || s.state from dudao.school_run s where (s.state = 'RUNNING') <> (
                        select count(*) = 1 from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
                        where e.business_key_ = s.campaign || '/' || s.school and e.parent_id_ is null and d.key_ = 'school')
                    """),
            new Check("未办结学校的计数不对", """
                    select c.id from dudao.campaign c where c.schools_open <> (
                        select count(*) from dudao.school_run s where s.campaign = c.id and s.state <> 'FINISHED')
                    """),
            new Check("移交线索没有办结，但没有正在进行的流程，或者相反", """
                    select coalesce(r.key, e.business_key_, e.id_)
                    from (select key from dudao.referral where closed_at is null) r
                    full join (select e.id_, e.business_key_ from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
                          where e.parent_id_ is null and d.key_ = 'referral') e on e.business_key_ = r.key
                    where r.key is null or e.business_key_ is null
                    """),
            new Check("移交线索状态与流程所在环节不一致", """
                    select r.key || ' ' || r.state || ' ' || coalesce(t.task_def_key_, '没有任务')
                    from dudao.referral r
                    join act_ru_execution e on e.business_key_ = r.key and e.parent_id_ is null
                    left join act_ru_task t on t.proc_inst_id_ = e.id_
                    where (coalesce(t.task_def_key_, ''), r.state) not in (('Referral', 'RECEIVING'),
                        ('Outcome', 'HANDLING'), ('TakeNote', 'REPORTED'))
                    """),
            new Check("隐患或者诉求已移交公安，但没有登记移交线索，或者相反", """
                    select coalesce(s.key, r.source)
                    from (select number as key from dudao.hazard where state = 'REFERRED'
                          union all select key from dudao.voice where state = 'REFERRED') s
                    full join dudao.referral r on r.source = s.key
                    where s.key is null or r.source is null
                    """),
            new Check("演练没有完成，但没有正在进行的流程，或者相反", """
                    select coalesce(r.key, e.business_key_, e.id_)
                    from (select key from dudao.drill where closed_at is null) r
                    full join (select e.id_, e.business_key_ from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
                          where e.parent_id_ is null and d.key_ = 'drill') e on e.business_key_ = r.key
                    where r.key is null or e.business_key_ is null
                    """),
            new Check("演练状态与流程所在环节不一致", """
                    select r.key || ' ' || r.state || ' ' || coalesce(t.task_def_key_, '没有任务')
                    from dudao.drill r
                    join act_ru_execution e on e.business_key_ = r.key and e.parent_id_ is null
                    left join act_ru_task t on t.proc_inst_id_ = e.id_
                    where (coalesce(t.task_def_key_, ''), r.state) not in (('FilePlan', 'PLANNING'),
                        ('ReviewPlan', 'PLAN_REVIEW'), ('Schedule', 'SCHEDULING'), ('Hold', 'SCHEDULED'),
                        ('DecidePostponement', 'POSTPONING'), ('ReviewDrill', 'HELD'))
                    """),
            new Check("演练定下的日期与演练任务的期限不一致", """
                    select r.key || ' ' || r.scheduled_on from dudao.drill r
                    join act_ru_execution e on e.business_key_ = r.key and e.parent_id_ is null
                    join dudao.obligation o on o.process_instance = e.id_ and o.kind = 'drill' and o.state = 'OPEN'
                    where (o.deadline at time zone 'Asia/Shanghai')::date <> r.scheduled_on
                    """),
            new Check("演练完成但有不足，而台账里没有它的隐患，或者相反", """
                    select r.key from dudao.drill r where (r.state = 'IMPROVING') <> exists (
                        select 1 from dudao.drill_shortcoming s where s.drill = r.key)
                    """));

    private final JdbcClient jdbc;

    Reconciliation(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param clean whether nothing differs
     * @param differences what differs, in Chinese, with the key of the row
     */
    public record Result(boolean clean, List<String> differences) {}

    /** Runs all checks on one snapshot of the database. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Result run() {
        List<String> differences = new ArrayList<>();
        CHECKS.forEach(check -> jdbc.sql(check.sql())
                .query(String.class)
                .list()
                .forEach(key -> differences.add(check.what() + "：" + key)));
        return new Result(differences.isEmpty(), List.copyOf(differences));
    }
}
