"""History and seals are appended only; a text may be changed once, to its erased form.

The application's role has no right to do otherwise, and triggers refuse everybody else who leaves them on.
"""

from django.db import migrations

_PROTECT = """
CREATE FUNCTION workorders_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE FUNCTION workorders_only_erase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.erased_at IS NOT NULL
        OR NEW.erased_at IS NULL OR NEW.body <> '' OR NEW.salt IS NOT NULL
        OR (NEW.id, NEW.order_id, NEW.event, NEW.kind, NEW.written_at)
            IS DISTINCT FROM (OLD.id, OLD.order_id, OLD.event, OLD.kind, OLD.written_at)
    THEN
        RAISE EXCEPTION 'a text may only be erased, once and whole: UPDATE refused'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['workorders_event', 'workorders_seal', 'workorders_sealentry'] LOOP
        EXECUTE format(
            'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I'
            ' FOR EACH ROW EXECUTE FUNCTION workorders_refuse_change()', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['workorders_text', 'workorders_erasure'] LOOP
        EXECUTE format(
            'CREATE TRIGGER never_deleted BEFORE DELETE ON %I'
            ' FOR EACH ROW EXECUTE FUNCTION workorders_refuse_change()', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['workorders_event', 'workorders_seal', 'workorders_sealentry',
                                'workorders_text', 'workorders_erasure'] LOOP
        EXECUTE format(
            'CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION workorders_refuse_change()', name);
    END LOOP;
END
$$;

CREATE TRIGGER only_erase BEFORE UPDATE ON workorders_text
    FOR EACH ROW EXECUTE FUNCTION workorders_only_erase();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'huying_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE
            ON workorders_event, workorders_seal, workorders_sealentry, workorders_text, workorders_erasure
            FROM huying_app;
        GRANT UPDATE (body, salt, erased_at) ON workorders_text TO huying_app;
        GRANT UPDATE (state, settled_by_id, settled_at) ON workorders_erasure TO huying_app;
    END IF;
END
$$;
"""

_ALLOW = """
DROP TRIGGER only_erase ON workorders_text;
DROP FUNCTION workorders_only_erase();
DROP FUNCTION workorders_refuse_change() CASCADE;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'huying_app') THEN
        GRANT UPDATE, DELETE
            ON workorders_event, workorders_seal, workorders_sealentry, workorders_text, workorders_erasure
            TO huying_app;
    END IF;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("workorders", "0001_initial")]  # noqa: RUF012  # Django's form of a migration

    operations = [migrations.RunSQL(_PROTECT, _ALLOW)]  # noqa: RUF012
