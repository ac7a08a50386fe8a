-- Where an agent that had a machine has its disks still: files by disk, as JSON.
alter table former_agent add column files varchar(20000) not null default '{}';
