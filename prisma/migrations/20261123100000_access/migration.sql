-- AlterTable
ALTER TABLE "memberships" ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "granted_by" UUID;

-- AlterTable
ALTER TABLE "one_time_links" ADD COLUMN     "user_id" UUID;

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "confirmed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "method" TEXT NOT NULL DEFAULT 'password';

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "last_seen_at" TIMESTAMPTZ(3),
ADD COLUMN     "locale" TEXT NOT NULL DEFAULT 'en-GB',
ADD COLUMN     "notifications" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "roles" (
    "key" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "permissions" TEXT[],
    "kinds" TEXT[],
    "built_in" BOOLEAN NOT NULL DEFAULT false,
    "copied_from" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "roles_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "settings" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "access_requests" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL DEFAULT 'open',
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "access_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_accounts" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "role" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "service_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" UUID NOT NULL,
    "user_id" UUID,
    "service_account_id" UUID,
    "name" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "scopes" TEXT[],
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" UUID NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_address" TEXT,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "access_requests_team_id_status_idx" ON "access_requests"("team_id", "status");

-- CreateIndex
CREATE INDEX "access_requests_user_id_idx" ON "access_requests"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "service_accounts_team_id_name_key" ON "service_accounts"("team_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_token_hash_key" ON "api_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "api_tokens_user_id_idx" ON "api_tokens"("user_id");

-- CreateIndex
CREATE INDEX "api_tokens_service_account_id_idx" ON "api_tokens"("service_account_id");

-- CreateIndex
CREATE INDEX "memberships_role_idx" ON "memberships"("role");

-- CreateIndex
CREATE INDEX "memberships_expires_at_idx" ON "memberships"("expires_at");

-- CreateIndex
CREATE INDEX "one_time_links_user_id_idx" ON "one_time_links"("user_id");

-- The built-in roles, by key: their rights are in the code (a test compares the keys and names).
INSERT INTO roles (key, scope, name, built_in) VALUES
  ('admin', 'organisation', 'Administrator', true),
  ('security', 'organisation', 'Security', true),
  ('auditor', 'organisation', 'Auditor', true),
  ('member', 'organisation', 'Member', true),
  ('lead', 'team', 'Lead', true),
  ('data_scientist', 'team', 'Data scientist', true),
  ('ml_engineer', 'team', 'ML engineer', true),
  ('developer', 'team', 'Developer', true),
  ('cloud_admin', 'team', 'Cloud administrator', true),
  ('viewer', 'team', 'Viewer', true);

-- AddForeignKey
ALTER TABLE "one_time_links" ADD CONSTRAINT "one_time_links_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_role_fkey" FOREIGN KEY ("role") REFERENCES "roles"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_role_fkey" FOREIGN KEY ("role") REFERENCES "roles"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_accounts" ADD CONSTRAINT "service_accounts_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_accounts" ADD CONSTRAINT "service_accounts_role_fkey" FOREIGN KEY ("role") REFERENCES "roles"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_service_account_id_fkey" FOREIGN KEY ("service_account_id") REFERENCES "service_accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_org_role_fkey" FOREIGN KEY ("org_role") REFERENCES "roles"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Values -------------------------------------------------------------------------------------------------------------
ALTER TABLE users
  DROP CONSTRAINT users_org_role_check,
  DROP CONSTRAINT users_status_check,
  ADD CONSTRAINT users_status_check CHECK (status IN ('invited', 'active', 'deactivated'));
ALTER TABLE memberships DROP CONSTRAINT memberships_role_check;
ALTER TABLE roles
  ADD CHECK (scope IN ('organisation', 'team')),
  ADD CHECK (built_in OR cardinality(permissions) > 0),
  ADD CHECK (kinds <@ ARRAY['dataset', 'model', 'pipeline', 'infrastructure', 'repository']);
-- Names are told apart by people: not in case, and not among roles that are retired.
CREATE UNIQUE INDEX roles_name_standing ON roles (scope, lower(name)) WHERE retired_at IS NULL;
ALTER TABLE access_requests
  ADD CHECK (status IN ('open', 'approved', 'refused', 'withdrawn')),
  ADD CHECK ((status IN ('approved', 'refused')) = (decided_by IS NOT NULL)),
  -- Nobody decides on their own request.
  ADD CHECK (decided_by IS DISTINCT FROM user_id OR decided_by IS NULL);
CREATE UNIQUE INDEX access_requests_open ON access_requests (team_id, user_id) WHERE status = 'open';
ALTER TABLE service_accounts ADD CHECK (status IN ('active', 'deactivated'));
ALTER TABLE api_tokens
  ADD CHECK (num_nonnulls(user_id, service_account_id) = 1),
  ADD CHECK (expires_at <= created_at + interval '366 days');

-- A role of teams is held in a team, one of the organisation by a person.
CREATE FUNCTION refuse_role_of_other_scope() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted text := CASE TG_TABLE_NAME WHEN 'users' THEN 'organisation' ELSE 'team' END;
        given text := CASE TG_TABLE_NAME WHEN 'users' THEN to_jsonb(NEW) ->> 'org_role' ELSE to_jsonb(NEW) ->> 'role' END;
BEGIN
  IF NOT EXISTS (SELECT FROM roles WHERE key = given AND scope = wanted) THEN
    RAISE EXCEPTION 'role "%" is not one of the scope "%"', given, wanted USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER role_of_scope BEFORE INSERT OR UPDATE OF org_role ON users FOR EACH ROW EXECUTE FUNCTION refuse_role_of_other_scope();
CREATE TRIGGER role_of_scope BEFORE INSERT OR UPDATE OF role ON memberships FOR EACH ROW EXECUTE FUNCTION refuse_role_of_other_scope();
CREATE TRIGGER role_of_scope BEFORE INSERT OR UPDATE OF role ON service_accounts FOR EACH ROW EXECUTE FUNCTION refuse_role_of_other_scope();
CREATE TRIGGER role_of_scope BEFORE INSERT OR UPDATE OF role ON access_requests FOR EACH ROW EXECUTE FUNCTION refuse_role_of_other_scope();

-- An organisation keeps an administrator: who is the last one can neither be removed nor step down. The lock makes two that go at once wait for each other.
CREATE FUNCTION keep_an_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('gatehouse.administrators'));
  IF NOT EXISTS (SELECT FROM users WHERE org_role = 'admin' AND status = 'active' AND demonstration = OLD.demonstration) THEN
    RAISE EXCEPTION 'the last administrator' USING ERRCODE = 'GH003';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER administrator_stays AFTER UPDATE OF org_role, status ON users FOR EACH ROW
  WHEN (OLD.org_role = 'admin' AND OLD.status = 'active' AND (NEW.org_role <> 'admin' OR NEW.status <> 'active')) EXECUTE FUNCTION keep_an_administrator();

-- No write without its event -------------------------------------------------------------------------------------------
-- When a person was last seen and when a token was last used are no changes of theirs.
DROP TRIGGER announced ON users;
CREATE TRIGGER announced BEFORE INSERT OR DELETE OR TRUNCATE
  OR UPDATE OF id, email, name, org_role, status, time_zone, locale, notifications, demonstration, version ON users
  FOR EACH STATEMENT EXECUTE FUNCTION require_announcement();
CREATE TRIGGER announced BEFORE INSERT OR DELETE OR TRUNCATE
  OR UPDATE OF id, user_id, service_account_id, name, hint, token_hash, scopes, expires_at, created_by, revoked_at ON api_tokens
  FOR EACH STATEMENT EXECUTE FUNCTION require_announcement();
DO $$
DECLARE governed text;
BEGIN
  FOREACH governed IN ARRAY ARRAY['roles', 'service_accounts', 'access_requests', 'settings'] LOOP
    EXECUTE format('CREATE TRIGGER announced BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announcement()', governed);
  END LOOP;
END $$;

-- Row-level security ---------------------------------------------------------------------------------------------------
-- Rights are written by those who may write the team they are held in; what belongs to the organisation by those who may write every team.
DO $$
DECLARE
  ruled text;
  every text := $p$ ((SELECT current_setting('app.write_every_team', true)) = 'on') $p$;
  readable text := $p$ ((SELECT current_setting('app.every_team', true)) = 'on' OR team_id = ANY ((SELECT nullif(current_setting('app.team_ids', true), '')::uuid[])::uuid[])) $p$;
  writable text := $p$ ((SELECT current_setting('app.write_every_team', true)) = 'on' OR team_id = ANY ((SELECT nullif(current_setting('app.write_team_ids', true), '')::uuid[])::uuid[])) $p$;
BEGIN
  FOREACH ruled IN ARRAY ARRAY['teams', 'roles', 'settings', 'memberships'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', ruled);
    EXECUTE format('CREATE POLICY readable ON %I FOR SELECT USING (true)', ruled);
  END LOOP;
  FOREACH ruled IN ARRAY ARRAY['teams', 'roles', 'settings'] LOOP
    EXECUTE format('CREATE POLICY insertable ON %I FOR INSERT WITH CHECK (%s)', ruled, every);
    EXECUTE format('CREATE POLICY updatable ON %I FOR UPDATE USING (%s) WITH CHECK (%s)', ruled, every, every);
  END LOOP;
  FOREACH ruled IN ARRAY ARRAY['service_accounts', 'access_requests'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', ruled);
    EXECUTE format('CREATE POLICY readable ON %I FOR SELECT USING (%s)', ruled, readable);
  END LOOP;
  FOREACH ruled IN ARRAY ARRAY['memberships', 'service_accounts', 'access_requests'] LOOP
    EXECUTE format('CREATE POLICY insertable ON %I FOR INSERT WITH CHECK (%s)', ruled, writable);
    EXECUTE format('CREATE POLICY updatable ON %I FOR UPDATE USING (%s) WITH CHECK (%s)', ruled, writable, writable);
    EXECUTE format('CREATE POLICY deletable ON %I FOR DELETE USING (%s)', ruled, writable);
  END LOOP;
END $$;
-- Whoever asks for access sees what they asked, and may ask and withdraw, in their own name alone.
CREATE POLICY own ON access_requests FOR SELECT USING (user_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid));
CREATE POLICY asking ON access_requests FOR INSERT
  WITH CHECK (user_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid) AND status = 'open');
CREATE POLICY withdrawing ON access_requests FOR UPDATE
  USING (user_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid) AND status = 'open')
  WITH CHECK (user_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid) AND status IN ('open', 'withdrawn'));

-- People change themselves, and are changed by those who may write every team; nobody raises themselves.
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON users FOR SELECT USING (true);
CREATE POLICY insertable ON users FOR INSERT WITH CHECK ((SELECT current_setting('app.write_every_team', true)) = 'on');
CREATE POLICY updatable ON users FOR UPDATE USING (true) WITH CHECK (true);
CREATE FUNCTION refuse_raising() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user <> 'gatehouse_app' OR current_setting('app.write_every_team', true) = 'on' THEN RETURN NEW; END IF;
  IF NEW.org_role IS DISTINCT FROM OLD.org_role OR NEW.status IS DISTINCT FROM OLD.status OR NEW.email IS DISTINCT FROM OLD.email
     OR NEW.id IS DISTINCT FROM nullif(current_setting('app.actor_id', true), '')::uuid THEN
    RAISE EXCEPTION 'a change of this person is beyond the scope of the transaction' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER own_or_everyone BEFORE UPDATE OF id, email, name, org_role, status, time_zone, locale, notifications, demonstration, version ON users
  FOR EACH ROW EXECUTE FUNCTION refuse_raising();

-- The link that makes an administrator is made by the owner of the database alone.
ALTER TABLE one_time_links ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON one_time_links FOR SELECT USING (true);
CREATE POLICY usable ON one_time_links FOR UPDATE USING (true) WITH CHECK (true);
CREATE POLICY insertable ON one_time_links FOR INSERT WITH CHECK (purpose <> 'first_administrator' AND user_id IS NOT NULL);
CREATE POLICY deletable ON one_time_links FOR DELETE USING (purpose <> 'first_administrator');

-- The application's role ---------------------------------------------------------------------------------------------------
GRANT SELECT ON roles, settings, access_requests, service_accounts, api_tokens TO gatehouse_app;
GRANT INSERT, UPDATE ON roles, settings, access_requests, service_accounts, api_tokens TO gatehouse_app;
GRANT INSERT, DELETE ON one_time_links TO gatehouse_app;
