-- Emergency drills (M3c): one row per school and scenario.

create table drill (
    key                 text primary key,
    campaign            text not null references campaign,
    school              text not null,
    scenario            text not null,
    reviewing_unit      text not null,
    state               text not null check (state in ('PLANNING', 'PLAN_REVIEW', 'SCHEDULING', 'SCHEDULED', 'POSTPONING',
        'HELD', 'PASSED', 'IMPROVING')),
    started_at          timestamptz not null,
    scheduled_on        date,
    place               text,
    postponements       int not null,
    postponed_because   text,
    held_on             date,
    participants        int check (participants > 0),
    evacuation_minutes  int check (evacuation_minutes >= 0),
    course              text,
    repetitions         int not null,
    findings            text,
    reviewed_by         text,
    closed_at           timestamptz,
    unique (campaign, school, scenario),
    check ((closed_at is not null) = (state in ('PASSED', 'IMPROVING')))
);
comment on column drill.postponements is 'how often the school could not hold it on the day';
comment on column drill.repetitions is 'how often the reviewing unit had it held again';

create table drill_shortcoming (
    hazard  text primary key references hazard (number),
    drill   text not null references drill
);
comment on table drill_shortcoming is 'what a drill showed to be wanting, as rows of the ledger';
