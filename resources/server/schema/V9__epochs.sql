-- Every protection of a disk is in an epoch of its own: what is still under way of an earlier one is refused.
create table machine_epoch (
  machine varchar(36) primary key,
  newest integer not null
);

insert into machine_epoch (machine, newest) select machine, epoch from protection;

alter table pair add column epoch integer not null default 1;

update pair set epoch = (select protection.epoch from protection where protection.machine = pair.machine);
