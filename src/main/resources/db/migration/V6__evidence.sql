-- Photos and documents: what is known of them, and apart from it the files themselves.

create table evidence (
    id                text primary key,
    basket            text not null,
    process_instance  text,
    obligation        text,
    hazard            text,
    slot              text not null,
    name              text not null,
    type              text not null,
    size              int  not null check (size > 0),
    sha256            text not null,
    original_sha256   text,
    uploaded_by       text not null,
    uploaded_at       timestamptz not null,
    handed_in_at      timestamptz
);
comment on column evidence.basket is 'the task''s id, or start/form/post, where the form is not submitted yet';
comment on column evidence.original_sha256 is 'of what the phone held before it made the photo smaller';
create index evidence_by_basket on evidence (basket);
create index evidence_by_process on evidence (process_instance);
create index evidence_by_hazard on evidence (hazard) where hazard is not null;

create table evidence_content (
    id         text primary key references evidence on delete cascade,
    content    bytea not null,
    shown      bytea,
    thumbnail  bytea
);
comment on column evidence_content.shown is 'what others see: without the place; null where that is the content itself';
