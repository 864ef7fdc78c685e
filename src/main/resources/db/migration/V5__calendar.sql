-- Days that the town announces, and how each deadline was counted, so that it can be counted anew.

create table calendar_change (
    key              text primary key,
    first_day        date not null,
    last_day         date not null check (last_day >= first_day),
    arrangement      text not null check (arrangement in ('CLOSED', 'WORKED', 'USUAL')),
    reason           text not null,
    proposed_by      text not null,
    proposed_at      timestamptz not null,
    state            text not null check (state in ('PROPOSED', 'IN_FORCE', 'REJECTED', 'LAPSED')),
    decided_by       text check (decided_by <> proposed_by),
    decision_reason  text,
    decided_at       timestamptz
);

create table announced_day (
    day     date primary key,
    worked  boolean not null,
    change  text not null references calendar_change
);
comment on table announced_day is 'in force now; a day that is not here follows the State Council''s calendar';

alter table obligation add column counted_from timestamptz;
alter table obligation add column working_days int check (working_days > 0);
alter table obligation add constraint obligation_counted check ((counted_from is null) = (working_days is null));
comment on column obligation.working_days is 'the deadline is the end of this many working days after counted_from; null where it is a fixed day';
