create table alert (
  id bigint primary key,
  code varchar(60) not null,
  kind varchar(30) not null,
  subject varchar(100) not null,
  about varchar(200) not null,
  severity varchar(20) not null,
  detail varchar(4000) not null,
  raised bigint not null,
  seen bigint not null,
  cleared bigint,
  times bigint not null,
  acknowledged bigint,
  acknowledged_by varchar(200),
  note varchar(2000),
  muted_until bigint,
  -- Names what an open alert is about; null when it was cleared.
  open_of varchar(300) unique
);

create index alert_of on alert (subject, code, id);

-- How notices are sent: what is kept of it is a record as JSON. Secrets are elsewhere, sealed.
create table notification_channel (
  name varchar(30) primary key,
  settings varchar(20000) not null,
  -- The last event that was sent, or was not to be.
  position bigint not null,
  attempts bigint not null,
  next_try bigint,
  problem varchar(2000)
);
