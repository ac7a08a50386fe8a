-- Which addresses a network has: IPv4 with its prefix, and the gateway there. Null when nobody has said.
alter table network add column subnet varchar(18);
alter table network add column gateway varchar(15);
