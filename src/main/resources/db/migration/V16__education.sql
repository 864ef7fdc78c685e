-- What schools teach, and letters to parents whose slips come back (A14, M4): numbers only.

create table education_item (
    key               text primary key,
    campaign          text not null references campaign,
    school            text not null,
    item              text not null,
    state             text not null check (state in ('TEACHING', 'HANDING_OUT', 'COLLECTING', 'REVIEWING', 'ACCEPTED')),
    process_instance  text,
    taught_on         date,
    sessions          int,
    pupils            int,
    handed_out_on     date,
    letters           int check (letters > 0),
    slips             int check (slips >= 0 and slips <= letters),
    returns           int not null default 0,
    started_at        timestamptz not null,
    accepted_at       timestamptz,
    unique (campaign, school, item),
    check ((accepted_at is not null) = (state = 'ACCEPTED'))
);
comment on column education_item.slips is 'how many of the letters came back with their slips; null before they are counted';
