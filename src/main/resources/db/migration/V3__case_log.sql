-- One log for all cases, chained by hash; it takes the place of the obligations' own.

create table case_head (
    case_key  text primary key,
    entries   int not null,
    hash      text not null
);

create table case_log (
    case_key    text not null,
    sequence    int not null,
    at          timestamptz not null,
    act         text not null,
    word        text not null,
    by_post     text,
    rule        text,
    deadline    timestamptz,
    arithmetic  text,
    addressee   text,
    text        text,
    details     json,
    evidence    text[] not null,
    hash        text not null,
    primary key (case_key, sequence)
);
comment on column case_log.details is 'json and not jsonb: the hash is taken over the text as it was written';

drop table obligation_event;

alter table obligation drop constraint obligation_state_check;
alter table obligation add constraint obligation_state_check
    check (state in ('OPEN', 'SUBMITTED', 'RETURNED', 'FULFILLED', 'WAIVED'));
alter table obligation add column remind_at timestamptz;
update obligation set remind_at = deadline;
alter table obligation add column remind_days int not null default 0;
alter table obligation alter column remind_at set not null;
comment on column obligation.remind_at is 'when the ladder is entered with a reminder; the deadline itself where there is none';
