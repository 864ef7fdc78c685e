-- What schools, pupils and teachers raise (M4).

create table voice (
    key              text primary key,
    campaign         text not null references campaign_plan,
    school           text,
    area             text,
    place            text,
    what             text not null,
    concerned        text not null check (concerned in ('pupils', 'teachers', 'parents', 'school', 'others')),
    on_visit         boolean not null,
    confidential     boolean not null,
    raised_by        text not null,
    raised_at        timestamptz not null,
    handling_unit    text not null,
    passed_from      text,
    pass_reason      text,
    answer           text,
    answered_by      text,
    answered_at      timestamptz,
    hazard           text unique references hazard (number),
    not_solved       int not null,
    objection        text,
    decision         text,
    decided_by       text,
    state            text not null check (state in ('HANDLING', 'RECTIFYING', 'ANSWERED', 'DECIDING', 'REFERRING',
        'SOLVED', 'SILENT', 'UPHELD', 'REFERRED')),
    closed_at        timestamptz,
    check ((closed_at is not null) = (state in ('SOLVED', 'SILENT', 'UPHELD', 'REFERRED')))
);
comment on column voice.raised_by is 'the post that raised it; where it is confidential, no other table names it but those of the running engine, while that post has to say whether it is solved';
comment on column voice.passed_from is 'the unit that passed it on, which may happen once; null before';
comment on column voice.hazard is 'the ledger number of the hazard last made of it; null where there is none';
create index voice_of_campaign on voice (campaign, key);
