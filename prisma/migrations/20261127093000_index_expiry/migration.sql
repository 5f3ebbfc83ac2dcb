-- Retention looks for sagas of one definition that ended long ago, and passes by those that are kept for ever.
create index saga_expiry_index on saga (definition_hash, ended_at) where ended_at is not null;
