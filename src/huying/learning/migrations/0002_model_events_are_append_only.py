"""What happened to models is appended: the application may not change it, triggers refuse others."""

from django.db import migrations

_REFUSE = """
CREATE FUNCTION learning_modelevent_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'learning_modelevent is append-only: % refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER learning_modelevent_append_only BEFORE UPDATE OR DELETE ON learning_modelevent
    FOR EACH ROW EXECUTE FUNCTION learning_modelevent_refuse_change();
CREATE TRIGGER learning_modelevent_never_emptied BEFORE TRUNCATE ON learning_modelevent
    FOR EACH STATEMENT EXECUTE FUNCTION learning_modelevent_refuse_change();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'huying_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON learning_modelevent FROM huying_app;
    END IF;
END
$$;
"""

_ALLOW = """
DROP TRIGGER learning_modelevent_never_emptied ON learning_modelevent;
DROP TRIGGER learning_modelevent_append_only ON learning_modelevent;
DROP FUNCTION learning_modelevent_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_models_of_a_centre")]

    operations = [migrations.RunSQL(_REFUSE, _ALLOW)]
