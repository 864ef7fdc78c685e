-- Recurring duties (M3a, M3b, S5, W4): who has which, and each time at which it was to be done.

create table duty_run (
    key               text primary key,
    campaign          text not null references campaign,
    duty              text not null,
    owner             text not null,
    first_day         date not null,
    last_day          date not null,
    state             text not null check (state in ('RUNNING', 'FINISHED')),
    process_instance  text,
    started_at        timestamptz not null,
    finished_at       timestamptz,
    unique (campaign, duty, owner),
    check ((finished_at is not null) = (state = 'FINISHED'))
);
comment on column duty_run.first_day is 'the first day on which it was to be done: the duty''s own, or the day after its process began';

create table duty_round (
    run         text not null references duty_run,
    number      int  not null,
    opens_at    timestamptz not null,
    closes_at   timestamptz not null check (closes_at >= opens_at),
    state       text not null check (state in ('PLANNED', 'OPEN', 'HELD', 'MISSED', 'VOID')),
    opened_at   timestamptz,
    settled_at  timestamptz,
    by_post     text,
    count       int,
    remark      text,
    rule        text,
    asked       boolean not null default false,
    primary key (run, number),
    check ((settled_at is not null) = (state in ('HELD', 'MISSED', 'VOID')))
);
comment on column duty_round.state is 'VOID: its days were closed afterwards, and nothing was to be done';
comment on column duty_round.opened_at is 'when the task came; after closes_at where the system had stood still';
comment on column duty_round.by_post is 'the post that filled it in; null where nobody did';
comment on column duty_round.rule is 'the row of duty-policy that says what follows';
comment on column duty_round.asked is 'whether an explanation was asked for it and the misses before it; later ones are counted from here';
create unique index duty_round_living on duty_round (run) where state in ('PLANNED', 'OPEN');
