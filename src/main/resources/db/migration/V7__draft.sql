-- Forms half filled: what an account has entered and not submitted yet, there on every device.

create table draft (
    account   text not null,
    subject   text not null,
    data      text not null,
    version   text not null,
    saved_at  timestamptz not null,
    primary key (account, subject)
);
comment on column draft.subject is 'the task''s id, or start/form, where the form begins a process';
comment on column draft.data is 'a JSON object: the form''s fields as form-js holds them';
comment on column draft.version is 'of the data, so that a page that knows an older one does not write over it';
create index draft_by_subject on draft (subject);
