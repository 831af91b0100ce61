-- AlterTable
ALTER TABLE "users" ADD COLUMN     "role_source" TEXT NOT NULL DEFAULT 'hand';

-- AlterTable
ALTER TABLE "memberships" ADD COLUMN     "source" TEXT NOT NULL DEFAULT 'hand';

-- AlterTable
ALTER TABLE "sign_in_tickets" ADD COLUMN     "first_step" TEXT NOT NULL DEFAULT 'password';

-- CreateTable
CREATE TABLE "identities" (
    "id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "email" TEXT,
    "groups" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity_providers" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT,
    "client_secret" BYTEA,
    "scopes" TEXT NOT NULL DEFAULT 'openid profile email',
    "groups_claim" TEXT NOT NULL DEFAULT '',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "creates_people" BOOLEAN NOT NULL DEFAULT false,
    "trusts_mail" BOOLEAN NOT NULL DEFAULT false,
    "enforces_second_factor" BOOLEAN NOT NULL DEFAULT false,
    "mappings" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "identity_providers_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "identities_issuer_subject_key" ON "identities"("issuer", "subject");

-- CreateIndex
CREATE INDEX "identities_user_id_idx" ON "identities"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "identity_providers_key_key" ON "identity_providers"("key");

-- AddForeignKey
ALTER TABLE "identities" ADD CONSTRAINT "identities_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Values -------------------------------------------------------------------------------------------------------------
ALTER TABLE sign_in_tickets ADD CHECK (first_step IN ('password', 'sso'));
ALTER TABLE identity_providers
  ADD CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  ADD CHECK ((key = 'environment') = (client_id IS NULL)),
  ADD CHECK ((client_id IS NULL) = (client_secret IS NULL)),
  ADD CHECK (jsonb_typeof(mappings) = 'array');
-- People are known by issuer and subject, so an issuer stands here once.
CREATE UNIQUE INDEX identity_providers_issuer ON identity_providers (issuer) WHERE client_id IS NOT NULL;

-- Whose word a right stands on: whoever writes a role by hand takes it over; sign-in through a provider says so by app.role_source.
CREATE FUNCTION note_role_source() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE given text := coalesce(nullif(current_setting('app.role_source', true), ''), 'hand');
BEGIN
  IF TG_TABLE_NAME = 'users' THEN NEW.role_source := given; ELSE NEW.source := given; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER role_source BEFORE UPDATE OF org_role ON users FOR EACH ROW WHEN (NEW.org_role IS DISTINCT FROM OLD.org_role) EXECUTE FUNCTION note_role_source();
CREATE TRIGGER role_source BEFORE INSERT OR UPDATE OF role ON memberships FOR EACH ROW EXECUTE FUNCTION note_role_source();

-- No write without its event -------------------------------------------------------------------------------------------
CREATE TRIGGER announced BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON identities FOR EACH STATEMENT EXECUTE FUNCTION require_announcement();
CREATE TRIGGER announced BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON identity_providers FOR EACH STATEMENT EXECUTE FUNCTION require_announcement();

-- Row-level security ---------------------------------------------------------------------------------------------------
-- A person sees and unlinks their own identities; all else is the house's, which acts for every team. An identity never changes hands.
ALTER TABLE identities ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON identities FOR SELECT USING (
  (SELECT current_setting('app.every_team', true)) = 'on' OR user_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid));
CREATE POLICY insertable ON identities FOR INSERT WITH CHECK ((SELECT current_setting('app.write_every_team', true)) = 'on');
CREATE POLICY updatable ON identities FOR UPDATE USING ((SELECT current_setting('app.write_every_team', true)) = 'on');
CREATE POLICY deletable ON identities FOR DELETE USING (
  (SELECT current_setting('app.write_every_team', true)) = 'on' OR user_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid));
ALTER TABLE identity_providers ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON identity_providers FOR SELECT USING (true);
CREATE POLICY writable ON identity_providers FOR ALL USING ((SELECT current_setting('app.write_every_team', true)) = 'on')
  WITH CHECK ((SELECT current_setting('app.write_every_team', true)) = 'on');

-- The application's role -------------------------------------------------------------------------------------------------
GRANT SELECT, INSERT, DELETE ON identities TO gatehouse_app;
GRANT UPDATE (email, groups, last_used_at) ON identities TO gatehouse_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_providers TO gatehouse_app;
