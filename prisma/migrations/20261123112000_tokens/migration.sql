-- CreateTable
CREATE TABLE "rate_limits" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- A row is written at each request of a token: room beside it keeps the update from touching the index.
ALTER TABLE rate_limits SET (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE, DELETE ON rate_limits TO gatehouse_app;

-- What a token stands for at this moment: nothing when it was revoked or has expired, when its service account was deactivated or that
-- account's team archived. It sees through row-level security, for at this point nobody is known yet, and gives what the token itself opens.
-- By the token's SHA-256, or by its id for a job that was asked for with it.
CREATE FUNCTION bearer_of(hash bytea, wanted uuid)
RETURNS TABLE (token_id uuid, scopes text[], stale boolean, user_id uuid, service_id uuid, service_name text,
               team_id uuid, team_key text, team_name text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT t.id, t.scopes, t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute',
         t.user_id, s.id, s.name, s.team_id, m.key, m.name, s.role
  FROM api_tokens t LEFT JOIN service_accounts s ON s.id = t.service_account_id LEFT JOIN teams m ON m.id = s.team_id
  WHERE t.token_hash = coalesce(hash, (SELECT o.token_hash FROM api_tokens o WHERE o.id = wanted))
    AND t.revoked_at IS NULL AND t.expires_at > now()
    AND (t.user_id IS NOT NULL OR (s.status = 'active' AND m.archived_at IS NULL))
$$;
REVOKE EXECUTE ON FUNCTION bearer_of(bytea, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bearer_of(bytea, uuid) TO gatehouse_app;

-- A token is made and revoked by its person, by whoever may write the team of its service account, or by whoever may write every team.
-- Nothing else of it ever changes, and what was revoked stays so. That it was used is noted by anyone: it is noted before anyone is known.
CREATE FUNCTION refuse_token_of_others() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE team uuid;
BEGIN
  IF current_user <> 'gatehouse_app' THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND (OLD.revoked_at IS NOT NULL OR ROW(NEW.id, NEW.user_id, NEW.service_account_id, NEW.name, NEW.hint, NEW.token_hash,
       NEW.scopes, NEW.expires_at, NEW.created_at, NEW.created_by) IS DISTINCT FROM ROW(OLD.id, OLD.user_id, OLD.service_account_id, OLD.name,
       OLD.hint, OLD.token_hash, OLD.scopes, OLD.expires_at, OLD.created_at, OLD.created_by)) THEN
    RAISE EXCEPTION 'a token is revoked, and changes in nothing else' USING ERRCODE = '42501';
  END IF;
  IF current_setting('app.write_every_team', true) = 'on'
     OR NEW.user_id = nullif(current_setting('app.actor_id', true), '')::uuid THEN RETURN NEW; END IF;
  SELECT team_id INTO team FROM service_accounts WHERE id = NEW.service_account_id;
  IF team = ANY (nullif(current_setting('app.write_team_ids', true), '')::uuid[]) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'this token is beyond the scope of the transaction' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER own_or_of_team BEFORE INSERT
  OR UPDATE OF id, user_id, service_account_id, name, hint, token_hash, scopes, expires_at, created_at, created_by, revoked_at ON api_tokens
  FOR EACH ROW EXECUTE FUNCTION refuse_token_of_others();
