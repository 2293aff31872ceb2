-- Run in the product's database as a superuser: extensions, and who may do what.
-- The owner migrates; the application reads and writes what the owner made and changes no structure; the
-- reader reads. A room that keeps history takes UPDATE and DELETE from the application in its own migration.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;

GRANT USAGE ON SCHEMA public TO huying_app, huying_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE huying_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO huying_app;
ALTER DEFAULT PRIVILEGES FOR ROLE huying_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO huying_app;
ALTER DEFAULT PRIVILEGES FOR ROLE huying_owner IN SCHEMA public
    GRANT SELECT ON TABLES TO huying_reader;
