-- The facts of a campaign. The engine's tables stand in the same database and change in the same transaction.

create table campaign_plan (
    campaign    text primary key,
    plan        text not null,
    start_date  date not null,
    source      text not null
);
comment on column campaign_plan.source is 'the plan file as it was when the campaign was launched';

create table campaign (
    id                  text primary key references campaign_plan,
    name                text not null,
    end_date            date not null,
    process_instance    text not null,
    schools_open        int  not null check (schools_open >= 0),
    last_hazard         int  not null default 0,
    started_by          text,
    started_at          timestamptz not null,
    closed_at           timestamptz,
    closed_by           text
);

create table campaign_open_item (
    campaign    text not null references campaign,
    kind        text not null check (kind in ('HAZARD', 'OBLIGATION')),
    key         text not null,
    unit        text not null,
    title       text not null,
    deadline    timestamptz,
    primary key (campaign, kind, key)
);

create table school_run (
    campaign             text not null references campaign_plan,
    school               text not null,
    position             int  not null,
    state                text not null check (state in ('PENDING', 'RUNNING', 'FINISHED')),
    process_instance     text,
    acceptance_failures  int  not null default 0,
    started_at           timestamptz,
    finished_at          timestamptz,
    primary key (campaign, school)
);

create table inspection_result (
    id            bigint generated always as identity primary key,
    campaign      text not null,
    school        text not null,
    area          text not null,
    item          text not null,
    result        text not null check (result in ('ok', 'hazard', 'na')),
    place         text,
    description   text,
    severity      text,
    fixed_on_spot boolean not null default false,
    measures      text,
    hazard        text,
    unit          text not null,
    inspected_by  text,
    inspected_at  timestamptz not null,
    unique (campaign, school, area, item)
);

create table hazard (
    number              text primary key,
    campaign            text not null references campaign,
    school              text not null,
    area                text not null,
    item                text,
    place               text not null,
    description         text not null,
    severity            text not null,
    grade               text,
    grading_rule        text,
    source              text not null,
    reported_by         text,
    reporting_unit      text not null,
    responsible_unit    text,
    reinspecting_unit   text,
    named_post          text,
    state               text not null check (state in
                            ('REGISTERED', 'ASSIGNED', 'RECTIFYING', 'DELIBERATING', 'REINSPECTING', 'CLOSED', 'REFERRED')),
    listed              boolean not null default false,
    fixed_on_spot       boolean not null,
    crime               boolean not null,
    measures            text,
    rectified_by        text,
    returns             int not null default 0,
    registered_at       timestamptz not null,
    closed_at           timestamptz
);
create index hazard_by_school on hazard (campaign, school);
create index hazard_by_unit on hazard (responsible_unit) where closed_at is null;

create table obligation (
    id                   text primary key,
    campaign             text not null,
    school               text,
    kind                 text not null,
    matter               text,
    title                text not null,
    unit                 text not null,
    owed_to              text not null,
    process_instance     text not null,
    activity             text not null,
    acceptance_required  boolean not null,
    state                text not null check (state in ('OPEN', 'SUBMITTED', 'RETURNED', 'FULFILLED')),
    opened_at            timestamptz not null,
    deadline             timestamptz not null,
    arithmetic           text not null,
    returns              int not null default 0,
    on_ladder            boolean not null default false,
    rung                 text,
    settled_at           timestamptz,
    settled_by           text
);
create unique index obligation_living on obligation (process_instance, kind, coalesce(matter, ''), unit)
    where state <> 'FULFILLED';
create index obligation_open_by_unit on obligation (unit, deadline) where state <> 'FULFILLED';

create table obligation_event (
    id          bigint generated always as identity primary key,
    obligation  text not null references obligation,
    at          timestamptz not null,
    what        text not null,
    by_post     text,
    text        text,
    details     jsonb
);
create index obligation_event_by_obligation on obligation_event (obligation, id);

create sequence supervision_order_number;
create table supervision_order (
    number       text primary key,
    obligation   text not null references obligation,
    unit         text not null,
    rule         text not null,
    issued_at    timestamptz not null,
    answer_by    timestamptz not null,
    answer       text,
    promised_on  date,
    answered_by  text,
    answered_at  timestamptz
);

create table notice (
    id          bigint generated always as identity primary key,
    obligation  text not null references obligation,
    unit        text not null,
    text        text not null,
    sent_at     timestamptz not null
);
