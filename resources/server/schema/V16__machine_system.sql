-- What a machine is made of, as its agent told last, as JSON; and a digest of that, by which it is known whether it is told anew.
create table machine_system (
  machine varchar(36) not null primary key references machine(id) on delete cascade,
  digest varchar(64) not null,
  facts varchar(1000000) not null
);
