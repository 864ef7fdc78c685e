-- What one campaign left open and the next one took over (W4).

alter table hazard add column taken_over_from text references campaign;
comment on column hazard.taken_over_from is 'the campaign that the hazard was last taken over from; null for one that was registered in its own';

alter table campaign_open_item add column taken_over_by text references campaign;
comment on column campaign_open_item.taken_over_by is 'the campaign in which the item goes on; null while it stays with its own';
