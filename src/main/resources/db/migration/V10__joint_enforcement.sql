-- Several departments act together at one place (W2c).

create table joint_enforcement (
    key             text primary key,
    campaign        text not null references campaign_plan,
    school          text not null,
    area            text not null,
    place           text not null,
    purpose         text not null,
    day             date not null,
    lead_unit       text not null,
    convened_by     text not null,
    convened_at     timestamptz not null,
    facts           text,
    result          text,
    recorded_by     text,
    recorded_at     timestamptz,
    closed_at       timestamptz,
    check ((recorded_at is null) = (facts is null) and (recorded_at is null) = (result is null)),
    check (closed_at is null or recorded_at is not null)
);
comment on column joint_enforcement.school is 'the school where it is, or the nearest one';
create index joint_enforcement_of_campaign on joint_enforcement (campaign, key);

create table joint_participation (
    joint           text not null references joint_enforcement,
    unit            text not null,
    state           text not null check (state in ('INVITED', 'COMING', 'DECLINED', 'EXCUSED', 'ON_SITE')),
    decline_reason  text,
    insisted        boolean not null default false,
    decision        text,
    decided_by      text,
    officers        int check (officers >= 0),
    checked         int check (checked >= 0),
    handled         int check (handled >= 0),
    found           text,
    measures        text,
    recorded_by     text,
    recorded_at     timestamptz,
    signed_by       text,
    signed_at       timestamptz,
    objection       text,
    primary key (joint, unit),
    check (state <> 'EXCUSED' or decision is not null),
    check (state <> 'ON_SITE' or recorded_at is not null)
);
comment on column joint_participation.insisted is 'it gave a reason for not coming, and the lead had it come all the same';
comment on column joint_participation.objection is 'what it did not agree with when it signed the record; null where it agreed';

create table joint_finding (
    hazard          text primary key references hazard (number),
    joint           text not null,
    unit            text not null,
    foreign key (joint, unit) references joint_participation
);
