-- One-vote veto cases with their files of evidence (W2e), and incidents.

create table veto_case (
    key                text primary key,
    campaign           text not null references campaign_plan,
    unit               text not null,
    trigger            text not null check (trigger in ('weak-action', 'no-result', 'incident')),
    rule               text not null,
    obligation         text,
    reason             text not null,
    proposed_by        text,
    opened_at          timestamptz not null,
    state              text not null check (state in ('OPEN', 'REJECTED', 'IN_FORCE', 'REVOKED')),
    statement          text,
    stated_by          text,
    facts              text,
    recommendation     text,
    deliberated_by     text,
    decision_reason    text,
    decided_by         text,
    decided_at         timestamptz,
    appeal             text,
    appealed_by        text,
    review_reason      text,
    reviewed_by        text,
    concluded_at       timestamptz
);
comment on table veto_case is 'the register: a unit with a case IN_FORCE is 不合格 in the appraisal whatever its score';
create index veto_case_in_force on veto_case (campaign, unit) where state = 'IN_FORCE';

create table veto_evidence (
    id       bigint generated always as identity primary key,
    veto     text not null references veto_case,
    kind     text not null,
    content  text not null,
    sha256   text not null
);

alter table notice alter column obligation drop not null;
alter table notice add column matter text;
comment on column notice.matter is 'the business key of the case that the notice is about, where that is no obligation';

create table incident (
    key             text primary key,
    campaign        text not null references campaign_plan,
    school          text not null,
    happened_on     date not null,
    place           text not null,
    what            text not null,
    injured         int not null,
    dead            int not null,
    reported_by     text,
    reported_at     timestamptz not null,
    responsible     text,
    closed_at       timestamptz
);
