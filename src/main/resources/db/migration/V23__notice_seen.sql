-- Which account has seen which notice (W2e, W3): rows are added and never changed.

create table notice_seen (
    notice   bigint not null references notice,
    account  text not null,
    seen_at  timestamptz not null,
    primary key (notice, account)
);
comment on table notice_seen is 'the first time that a notice stood on the account''s screen';

create index notice_by_unit on notice (unit, id);
