-- What is referred to public security (M2b). What it is about stands here alone, and in the row of the ledger or the
-- register that it comes from; the engine's tables hold no word of it.

create table referral (
    key              text primary key,
    campaign         text not null references campaign,
    source           text not null unique,
    school           text,
    area             text,
    place            text,
    what             text not null,
    reason           text,
    referred_by      text,
    referring_unit   text not null,
    referred_at      timestamptz not null,
    receiving_unit   text not null,
    receipt_number   text,
    received_by      text,
    received_at      timestamptz,
    result           text check (result in ('accepted', 'filed', 'punished', 'not-filed', 'other')),
    outcome          text,
    reported_by      text,
    reported_at      timestamptz,
    request          text,
    noted_by         text,
    state            text not null check (state in ('RECEIVING', 'HANDLING', 'REPORTED', 'NOTED', 'SILENT')),
    closed_at        timestamptz,
    check ((closed_at is not null) = (state in ('NOTED', 'SILENT')))
);
comment on column referral.source is 'the ledger number of the hazard or the key of the voice that it comes from';
comment on column referral.request is 'what the leaders last asked for on top; null where they did not';

-- A voice is over with its referral.
alter table voice drop constraint voice_state_check, add constraint voice_state_check
    check (state in ('HANDLING', 'RECTIFYING', 'ANSWERED', 'DECIDING', 'SOLVED', 'SILENT', 'UPHELD', 'REFERRED'));
