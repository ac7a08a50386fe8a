create table account (
  name varchar(63) primary key,
  hash varchar(300) not null,
  role varchar(20) not null,
  created bigint not null
);

create table session (
  digest varchar(64) primary key,
  account varchar(63) not null references account (name) on delete cascade,
  opened bigint not null,
  used bigint not null
);
