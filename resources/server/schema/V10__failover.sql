-- Machines that were brought up from their replicas, and those that are about to be.
create table failover (
  id varchar(36) primary key,
  machine varchar(36) not null,
  kind varchar(20) not null,
  state varchar(20) not null,
  begun bigint not null,
  ended bigint,
  -- All that is needed to go on with it, and to tell of it, as JSON.
  course varchar(1000000) not null
);

create index failover_of on failover (machine, begun);
create index failover_begun on failover (begun);

-- What was seen when a copy had come up. The picture is a PNG in base64.
create table failover_evidence (
  failover varchar(36) primary key references failover (id),
  picture varchar(12000000),
  console varchar(100000) not null
);

create table recovery_settings (
  machine varchar(36) primary key,
  settings varchar(100000) not null
);

-- Epoch in which a machine was failed over, while its source is not released; and whether what it wrote before is refused since then.
alter table protection add column fence integer;
alter table protection add column fence_closed smallint not null default 0;
