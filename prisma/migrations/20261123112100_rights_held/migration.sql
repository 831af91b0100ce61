-- A change is made with the rights that its actor holds when it is made. Whoever writes takes their own rights shared and reads them again;
-- what takes rights away waits here until those changes are through, and changes that come later see them gone.
CREATE FUNCTION wait_for_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE whose text := CASE TG_TABLE_NAME WHEN 'memberships' THEN to_jsonb(OLD) ->> 'user_id' WHEN 'users' THEN to_jsonb(OLD) ->> 'id'
                                          WHEN 'service_accounts' THEN to_jsonb(OLD) ->> 'id' ELSE 'everyone' END;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('gatehouse.rights ' || whose, 0));
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER rights_held BEFORE DELETE OR UPDATE OF role, expires_at ON memberships FOR EACH ROW EXECUTE FUNCTION wait_for_changes();
CREATE TRIGGER rights_held BEFORE UPDATE OF org_role, status ON users FOR EACH ROW
  WHEN (OLD.org_role IS DISTINCT FROM NEW.org_role OR OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION wait_for_changes();
CREATE TRIGGER rights_held BEFORE UPDATE OF role, status ON service_accounts FOR EACH ROW
  WHEN (OLD.role IS DISTINCT FROM NEW.role OR OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION wait_for_changes();
CREATE TRIGGER rights_held BEFORE UPDATE OF permissions, kinds ON roles FOR EACH ROW
  WHEN (OLD.permissions IS DISTINCT FROM NEW.permissions OR OLD.kinds IS DISTINCT FROM NEW.kinds) EXECUTE FUNCTION wait_for_changes();
CREATE TRIGGER rights_held BEFORE UPDATE OF archived_at ON teams FOR EACH ROW
  WHEN (OLD.archived_at IS DISTINCT FROM NEW.archived_at) EXECUTE FUNCTION wait_for_changes();
