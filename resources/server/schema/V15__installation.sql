-- Agents that are installed on machines, or were: what was found and done on each. Jobs do the work.
create table installation (
  id varchar(36) primary key,
  -- The same for machines that were ordered together.
  batch varchar(36) not null,
  job integer not null,
  begun bigint not null,
  -- All that is needed to go on with it, and to tell of it, as JSON; no secrets.
  course varchar(200000) not null
);

create index installation_of on installation (batch);
create index installation_begun on installation (begun);

-- By which key of its SSH server a machine is known.
create table machine_key (
  id varchar(36) primary key,
  address varchar(253) not null,
  port integer not null,
  fingerprint varchar(100) not null,
  trusted bigint not null,
  who varchar(200) not null,
  unique (address, port)
);
