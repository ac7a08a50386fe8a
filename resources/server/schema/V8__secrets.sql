create table secret (
  name varchar(200) primary key,
  sealed varchar(60000) not null
);

create table credential (
  id varchar(36) primary key,
  name varchar(63) not null unique,
  kind varchar(20) not null,
  user_name varchar(200) not null,
  changed bigint not null
);

-- A day is counted from 1970. Hours are 24 numbers of bytes written and 24 numbers of seconds watched, separated by spaces.
create table churn (
  day integer not null,
  disk varchar(36) not null,
  hours varchar(1000) not null,
  primary key (day, disk)
);

create index churn_of on churn (disk, day);
