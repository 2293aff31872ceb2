"""The access log is appended only: the application has no right to change it, a trigger refuses others."""

from django.db import migrations

_PROTECT = """
CREATE FUNCTION records_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_accessrecord
    FOR EACH ROW EXECUTE FUNCTION records_refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON records_accessrecord
    FOR EACH STATEMENT EXECUTE FUNCTION records_refuse_change();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'huying_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON records_accessrecord FROM huying_app;
    END IF;
END
$$;
"""

_ALLOW = """
DROP FUNCTION records_refuse_change() CASCADE;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'huying_app') THEN
        GRANT UPDATE, DELETE ON records_accessrecord TO huying_app;
    END IF;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]  # noqa: RUF012  # Django's form of a migration

    operations = [migrations.RunSQL(_PROTECT, _ALLOW)]  # noqa: RUF012
