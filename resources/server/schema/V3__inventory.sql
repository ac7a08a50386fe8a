create table site (
  id varchar(36) primary key,
  name varchar(100) not null unique,
  kind varchar(20) not null
);

create table host_group (
  id varchar(36) primary key,
  name varchar(100) not null unique,
  site varchar(36) not null references site (id),
  policy varchar(36)
);

create index host_group_of on host_group (site);

create table host (
  id varchar(36) primary key,
  name varchar(100) not null unique,
  address varchar(253) not null,
  platform varchar(100) not null,
  host_group varchar(36) not null references host_group (id)
);

create index host_of on host (host_group);

create table network (
  id varchar(36) primary key,
  site varchar(36) not null references site (id),
  name varchar(100) not null,
  production varchar(36) references network (id),
  test varchar(36) references network (id),
  unique (site, name)
);

-- Sizes are bytes.
create table machine (
  id varchar(36) primary key,
  agent varchar(63) not null unique,
  name varchar(100) not null unique,
  host_group varchar(36) references host_group (id),
  host varchar(36) references host (id),
  host_name varchar(255) not null,
  operating_system varchar(200) not null,
  memory bigint not null,
  processors integer not null,
  first_seen bigint not null,
  last_seen bigint not null
);

create index machine_of on machine (host_group);
create index machine_on on machine (host);

create table disk (
  id varchar(36) primary key,
  machine varchar(36) not null references machine (id) on delete cascade,
  name varchar(100) not null,
  size bigint not null,
  file varchar(1000) not null,
  gone integer not null
);

create index disk_of on disk (machine);

-- The addresses are separated by spaces.
create table nic (
  machine varchar(36) not null references machine (id) on delete cascade,
  name varchar(100) not null,
  mac varchar(60) not null,
  addresses varchar(1000) not null,
  primary key (machine, name)
);

create table server (
  kind varchar(30) not null,
  name varchar(63) not null,
  address varchar(300) not null,
  version varchar(63) not null,
  site varchar(36) references site (id),
  first_seen bigint not null,
  last_seen bigint not null,
  primary key (kind, name)
);
