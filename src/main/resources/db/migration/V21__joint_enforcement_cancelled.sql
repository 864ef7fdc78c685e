-- A joint enforcement can be called off, with a reason, until its day is over (W2c). Where it is moved, its log says so.

alter table joint_enforcement
    add column cancel_reason text,
    add column cancelled_by  text,
    drop constraint joint_enforcement_check1,
    add constraint joint_enforcement_check1 check (closed_at is null or (recorded_at is null) = (cancel_reason is not null)),
    add constraint joint_enforcement_cancelled_check check ((cancel_reason is null) = (cancelled_by is null)
        and (cancel_reason is null or closed_at is not null));
