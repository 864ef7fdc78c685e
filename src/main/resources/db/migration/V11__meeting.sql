-- Meetings (W3, W4, W1) and what they resolve.

create table meeting (
    key             text primary key,
    campaign        text not null references campaign_plan,
    kind            text not null check (kind in ('consultation', 'thematic')),
    topic           text not null,
    day             date not null,
    place           text not null,
    convening_unit  text not null,
    convened_by     text not null,
    convened_at     timestamptz not null,
    agenda          text,
    chair           text,
    minutes         text,
    minuted_by      text,
    minuted_at      timestamptz,
    cancel_reason   text,
    cancelled_by    text,
    state           text not null check (state in ('PREPARING', 'CALLED', 'HELD', 'CANCELLED', 'CLOSED')),
    closed_at       timestamptz,
    check ((closed_at is not null) = (state in ('CANCELLED', 'CLOSED'))),
    check ((state = 'CANCELLED') = (cancel_reason is not null))
);
comment on column meeting.chair is 'the post that presided, never a name';
create index meeting_of_campaign on meeting (campaign, key);

create table meeting_invitation (
    meeting         text not null references meeting,
    unit            text not null,
    attendee        text,
    absence_reason  text,
    signed_by       text,
    signed_at       timestamptz,
    attended        boolean,
    primary key (meeting, unit)
);
comment on column meeting_invitation.attended is 'as the minutes say; null before';

create table resolution (
    key             text primary key,
    campaign        text not null references campaign_plan,
    meeting         text not null references meeting,
    unit            text not null,
    accepting_unit  text not null check (accepting_unit <> unit),
    what            text not null,
    due_on          date not null,
    report          text,
    reported_by     text,
    reported_at     timestamptz,
    returns         int not null default 0,
    state           text not null check (state in ('CARRYING_OUT', 'REPORTED', 'CLOSED')),
    closed_at       timestamptz,
    check ((closed_at is not null) = (state = 'CLOSED'))
);
create index resolution_of_campaign on resolution (campaign, key);
create index resolution_of_meeting on resolution (meeting);
