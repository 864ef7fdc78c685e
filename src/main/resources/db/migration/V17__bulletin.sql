-- Bulletins (W3): drafted from the data, edited, and frozen when they are issued.

create table bulletin (
    key              text primary key,
    campaign         text not null references campaign,
    number           int not null,
    final            boolean not null,
    since            timestamptz not null,
    until            timestamptz not null,
    occasion         text not null,
    figures          json not null,
    title            text not null,
    document_number  text not null,
    body             text not null,
    state            text not null check (state in ('DRAFTING', 'APPROVING', 'ISSUED')),
    edited_by        text,
    return_reason    text,
    closed_at        timestamptz,
    unique (campaign, number)
);
comment on column bulletin.since is 'end of the bulletin before, or the campaign''s launch';
comment on column bulletin.until is 'when the figures were taken';
comment on column bulletin.closed_at is 'when the last unit had signed; null before';

create table bulletin_issued (
    bulletin         text primary key references bulletin,
    title            text not null,
    document_number  text not null,
    body             text not null,
    figures          json not null,
    issued_by        text not null,
    issued_at        timestamptz not null,
    sha256           text not null
);
comment on table bulletin_issued is 'what was issued, as it was; the hash stands in the case log too';

create function bulletin_is_frozen() returns trigger language plpgsql as $$
begin
    raise exception 'an issued bulletin is not changed';
end $$;
create trigger bulletin_frozen before update or delete on bulletin_issued
    for each row execute function bulletin_is_frozen();
