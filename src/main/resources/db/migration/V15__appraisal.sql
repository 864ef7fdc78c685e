-- The appraisal of the units (W3, W2e).

create table appraisal (
    key            text primary key,
    campaign       text not null references campaign,
    unit           text not null,
    school         boolean not null,
    state          text not null check (state in ('PROVISIONAL', 'OBJECTED', 'FINAL')),
    score          numeric(5, 2),
    grade          text check (grade in ('EXCELLENT', 'GOOD', 'PASS', 'FAIL')),
    objection      text,
    objected_by    text,
    review_reason  text,
    reviewed_by    text,
    calculated_at  timestamptz not null,
    final_at       timestamptz,
    unique (campaign, unit),
    check ((final_at is not null) = (state = 'FINAL'))
);
comment on column appraisal.score is 'of 100, cut after two decimals; null where no indicator counts';
comment on column appraisal.grade is 'by the score alone; while a veto is in force (veto_case) the unit is FAIL whatever stands here';

create table appraisal_indicator (
    appraisal       text not null references appraisal,
    indicator       text not null,
    position        int not null,
    name            text not null,
    weight          int not null,
    value           int,
    facts           text not null,
    counts          boolean not null,
    earned          int not null,
    rule            text not null,
    corrected_from  int,
    primary key (appraisal, indicator)
);
comment on column appraisal_indicator.value is 'null where there is nothing to appraise';
comment on column appraisal_indicator.earned is 'percent of the weight, by the row of the table appraisal that rule names';
comment on column appraisal_indicator.corrected_from is 'the value before the review of an objection; null where it was not corrected';
