"""Openings of identities are appended: the application may not change one, triggers refuse others."""

from django.db import migrations

_REFUSE = """
CREATE FUNCTION callers_unmasking_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'callers_unmasking is append-only: % refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER callers_unmasking_append_only BEFORE UPDATE OR DELETE ON callers_unmasking
    FOR EACH ROW EXECUTE FUNCTION callers_unmasking_refuse_change();
CREATE TRIGGER callers_unmasking_never_emptied BEFORE TRUNCATE ON callers_unmasking
    FOR EACH STATEMENT EXECUTE FUNCTION callers_unmasking_refuse_change();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'huying_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON callers_unmasking FROM huying_app;
    END IF;
END
$$;
"""

_ALLOW = """
DROP TRIGGER callers_unmasking_never_emptied ON callers_unmasking;
DROP TRIGGER callers_unmasking_append_only ON callers_unmasking;
DROP FUNCTION callers_unmasking_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("callers", "0001_callers")]

    operations = [migrations.RunSQL(_REFUSE, _ALLOW)]
