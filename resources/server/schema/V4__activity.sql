create table job (
  number bigint primary key,
  type varchar(60) not null,
  subject varchar(100) not null,
  -- The subject, while the job is not over: there is one such job of each.
  open_subject varchar(100) unique,
  about varchar(200) not null,
  who varchar(200) not null,
  begun bigint not null,
  ended bigint,
  state varchar(20) not null,
  problem varchar(60),
  evidence varchar(4000),
  next_try bigint,
  -- Of a job that is being given up: what it is then, why, and how often taking back has failed.
  becomes varchar(20),
  reason varchar(60),
  reason_evidence varchar(4000),
  undo_failures bigint not null
);

create index job_of_subject on job (subject, number);
create index job_ended on job (ended);

create table task (
  job bigint not null references job (number) on delete cascade,
  position bigint not null,
  name varchar(100) not null,
  state varchar(20) not null,
  begun bigint,
  ended bigint,
  attempts bigint not null,
  -- Since a step went well.
  failures bigint not null,
  done_bytes bigint,
  total_bytes bigint,
  bytes_per_second bigint,
  seconds_left bigint,
  note varchar(2000),
  primary key (job, position)
);

create table job_line (
  job bigint not null references job (number) on delete cascade,
  number bigint not null,
  time bigint not null,
  text varchar(2000) not null,
  primary key (job, number)
);

-- What a job was ordered with (ordered = 1), and what its steps remember (ordered = 0).
create table job_memory (
  job bigint not null references job (number) on delete cascade,
  ordered bigint not null,
  name varchar(100) not null,
  text varchar(10000) not null,
  primary key (job, ordered, name)
);

create table event (
  id bigint primary key,
  time bigint not null,
  type varchar(60) not null,
  severity varchar(20) not null,
  subject varchar(100) not null,
  about varchar(200) not null,
  code varchar(60),
  detail varchar(4000)
);

create index event_of_subject on event (subject, id);
create index event_time on event (time);

-- Answers to requests with an idempotency key; status 0 while the request is not answered.
create table answer (
  idempotency_key varchar(100) not null,
  who varchar(200) not null,
  path varchar(300) not null,
  digest varchar(64) not null,
  time bigint not null,
  status bigint not null,
  body varchar(262144) not null,
  primary key (who, path, idempotency_key)
);

create index answer_time on answer (time);
