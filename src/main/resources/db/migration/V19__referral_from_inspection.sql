-- What an inspection finds at a checklist item may be a lead on a crime (M2b).

alter table inspection_result add column crime boolean not null default false;
comment on column inspection_result.crime is 'it goes to public security and counts nowhere as a hazard';
