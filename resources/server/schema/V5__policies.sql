-- Bandwidth and windows are JSON, read and written whole.

create table policy (
  id varchar(36) primary key,
  name varchar(100) not null unique,
  crash_seconds integer not null,
  app_minutes integer not null,
  everything_minutes integer not null,
  hourly_hours integer not null,
  daily_days integer not null,
  rpo_warning_seconds integer not null,
  verify_days integer not null,
  compression varchar(20) not null,
  bandwidth varchar(20000) not null,
  resync_windows varchar(20000) not null,
  zone varchar(100) not null,
  failback varchar(36) unique references policy (id)
);
