-- Live values a person set for a service, as JSON. Null: the document's own.
alter table service add column live_values text;
