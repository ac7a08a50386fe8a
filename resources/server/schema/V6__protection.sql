create table protection (
  machine varchar(36) primary key,
  agent varchar(63) not null unique,
  state varchar(30) not null,
  since bigint not null,
  paused smallint not null,
  resync_allowed smallint not null,
  policy varchar(36) not null,
  process_server varchar(63) not null,
  master_target varchar(63) not null,
  epoch integer not null,
  replication_group varchar(36),
  applications varchar(20000) not null
);

create table pair (
  disk varchar(36) primary key,
  machine varchar(36) not null references protection (machine),
  name varchar(100) not null,
  size bigint not null,
  state varchar(30) not null
);

create index pair_of on pair (machine);

create table replication_group (
  id varchar(36) primary key,
  name varchar(63) not null unique,
  point_seconds integer not null,
  hold_millis integer not null
);

create table agent_order (
  id varchar(36) primary key,
  agent varchar(63) not null,
  verb varchar(30) not null,
  disks varchar(10000) not null,
  label varchar(200),
  given bigint not null,
  ended bigint,
  code varchar(60),
  detail varchar(4000)
);

create index agent_order_pending on agent_order (ended, agent);

create table verification (
  disk varchar(36) not null,
  ended bigint not null,
  heard bigint not null,
  compared bigint not null,
  different bigint not null,
  sequence bigint not null,
  primary key (disk, ended)
);
