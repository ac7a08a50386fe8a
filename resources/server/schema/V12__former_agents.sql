-- Agents of places where machines ran before: what they have of the machine's disks is old. The epoch is the one that fenced them off.
create table former_agent (
  agent varchar(63) primary key,
  machine varchar(36) not null references machine (id) on delete cascade,
  epoch integer not null
);

create index former_agent_of on former_agent (machine);
