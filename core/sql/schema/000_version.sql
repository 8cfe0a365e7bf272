-- grain: the one row that says which schema and which data this file holds. Run at every opening; changes nothing where it is there.
create table if not exists workspace_version (schema_version integer not null, data_version bigint not null);
insert into workspace_version select 0, 0 where not exists (from workspace_version);
