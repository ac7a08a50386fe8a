-- Times are microseconds since 1970.

create table setting (
  name varchar(100) primary key,
  text varchar(10000) not null
);

create table certificate (
  serial varchar(64) primary key,
  kind varchar(30) not null,
  name varchar(63) not null,
  key_digest varchar(64) not null,
  issued bigint not null,
  ends bigint not null,
  revoked bigint
);

create index certificate_of on certificate (kind, name);

create table join_token (
  id varchar(20) primary key,
  digest varchar(64) not null,
  kind varchar(30) not null,
  name varchar(63),
  ends bigint not null,
  used bigint
);

create table audit (
  number bigint primary key,
  time bigint not null,
  who varchar(200) not null,
  action varchar(60) not null,
  subject varchar(200) not null,
  detail varchar(4000) not null,
  digest varchar(64) not null
);
