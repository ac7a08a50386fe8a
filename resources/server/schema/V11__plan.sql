create table plan (
  id varchar(36) primary key,
  name varchar(63) not null unique,
  version integer not null,
  made bigint not null,
  changed bigint not null,
  changed_by varchar(200) not null,
  document varchar(1048576) not null
);

-- Runs outlive their plans: they are evidence.
create table plan_run (
  id varchar(36) primary key,
  plan varchar(36) not null,
  -- The plan, while the run is not over: there is one such run of each.
  open_plan varchar(36) unique,
  kind varchar(20) not null,
  drill smallint not null,
  -- Whether it is over and went well.
  well smallint not null,
  begun bigint not null,
  ended bigint,
  document varchar(1048576) not null,
  steps varchar(8388608) not null,
  -- The plan as it was when the run was begun.
  planned varchar(1048576) not null
);

create index plan_run_of on plan_run (plan, begun);
create index plan_run_begun on plan_run (begun);

-- What machines showed when they were up: PNG in Base64.
create table plan_picture (
  run varchar(36) not null references plan_run (id) on delete cascade,
  machine varchar(36) not null,
  png varchar(1048576) not null,
  primary key (run, machine)
);

-- Pages about runs that are over, and their signatures in Base64.
create table plan_evidence (
  run varchar(36) not null references plan_run (id) on delete cascade,
  language varchar(2) not null,
  page varchar(67108864) not null,
  signature varchar(1000) not null,
  primary key (run, language)
);
