-- AlterTable
ALTER TABLE "memberships" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- A retired role is given to nobody any more; who holds it keeps it, and may be given anything else.
CREATE FUNCTION refuse_retired_role() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE given text := CASE TG_TABLE_NAME WHEN 'users' THEN to_jsonb(NEW) ->> 'org_role' ELSE to_jsonb(NEW) ->> 'role' END;
        held text := CASE TG_OP WHEN 'INSERT' THEN NULL WHEN 'UPDATE' THEN coalesce(to_jsonb(OLD) ->> 'org_role', to_jsonb(OLD) ->> 'role') END;
BEGIN
  IF given IS DISTINCT FROM held AND EXISTS (SELECT FROM roles WHERE key = given AND retired_at IS NOT NULL) THEN
    RAISE EXCEPTION 'role "%" is retired', given USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER role_stands BEFORE INSERT OR UPDATE OF org_role ON users FOR EACH ROW EXECUTE FUNCTION refuse_retired_role();
CREATE TRIGGER role_stands BEFORE INSERT OR UPDATE OF role ON memberships FOR EACH ROW EXECUTE FUNCTION refuse_retired_role();
CREATE TRIGGER role_stands BEFORE INSERT OR UPDATE OF role ON service_accounts FOR EACH ROW EXECUTE FUNCTION refuse_retired_role();
CREATE TRIGGER role_stands BEFORE INSERT OR UPDATE OF role ON access_requests FOR EACH ROW EXECUTE FUNCTION refuse_retired_role();

-- Built-in roles are the code's: their rows never change. A custom role keeps its key and its scope.
CREATE FUNCTION refuse_change_of_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'gatehouse_app' AND (OLD.built_in OR NEW.built_in OR NEW.key <> OLD.key OR NEW.scope <> OLD.scope) THEN
    RAISE EXCEPTION 'this of role "%" cannot be changed', OLD.key USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER role_kept BEFORE UPDATE ON roles FOR EACH ROW EXECUTE FUNCTION refuse_change_of_role();
