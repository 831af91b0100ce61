-- AlterTable
ALTER TABLE "passwords" ADD COLUMN     "short" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "totp_secrets" (
    "user_id" UUID NOT NULL,
    "secret" BYTEA NOT NULL,
    "last_step" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "totp_secrets_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "passkeys" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "credential_id" BYTEA NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "backed_up" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkeys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recovery_codes" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_tickets" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sign_in_tickets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "challenges" (
    "id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "holder" BYTEA NOT NULL,
    "content" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "challenges_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "passkeys_credential_id_key" ON "passkeys"("credential_id");

-- CreateIndex
CREATE INDEX "passkeys_user_id_idx" ON "passkeys"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "recovery_codes_code_hash_key" ON "recovery_codes"("code_hash");

-- CreateIndex
CREATE INDEX "recovery_codes_user_id_idx" ON "recovery_codes"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_tickets_token_hash_key" ON "sign_in_tickets"("token_hash");

-- CreateIndex
CREATE INDEX "sign_in_tickets_user_id_idx" ON "sign_in_tickets"("user_id");

-- CreateIndex
CREATE INDEX "sign_in_tickets_expires_at_idx" ON "sign_in_tickets"("expires_at");

-- CreateIndex
CREATE INDEX "challenges_expires_at_idx" ON "challenges"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "challenges_holder_purpose_key" ON "challenges"("holder", "purpose");

-- AddForeignKey
ALTER TABLE "totp_secrets" ADD CONSTRAINT "totp_secrets_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in_tickets" ADD CONSTRAINT "sign_in_tickets_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Values -------------------------------------------------------------------------------------------------------------
ALTER TABLE passkeys ADD CHECK (name <> ''), ADD CHECK (counter >= 0);
ALTER TABLE challenges ADD CHECK (purpose IN ('totp_enrolment', 'passkey_enrolment', 'passkey_proof', 'passkey_sign_in'));
ALTER TABLE sessions
  ADD CHECK (method IN ('password', 'password+totp', 'password+passkey', 'password+recovery', 'passkey', 'sso', 'sso+factor'));

-- No write without its event -------------------------------------------------------------------------------------------
-- That a code or a passkey was used is told by the sign-in or the proof it was used for; tickets and challenges last minutes and change nothing.
CREATE TRIGGER announced BEFORE INSERT OR DELETE OR TRUNCATE OR UPDATE OF user_id, secret ON totp_secrets
  FOR EACH STATEMENT EXECUTE FUNCTION require_announcement();
CREATE TRIGGER announced BEFORE INSERT OR DELETE OR TRUNCATE OR UPDATE OF id, user_id, name, credential_id, public_key ON passkeys
  FOR EACH STATEMENT EXECUTE FUNCTION require_announcement();
CREATE TRIGGER announced BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON recovery_codes
  FOR EACH STATEMENT EXECUTE FUNCTION require_announcement();

-- Row-level security ---------------------------------------------------------------------------------------------------
-- A factor is added, changed and used by the person it belongs to. Whoever may write everywhere may take one away, and no more.
DO $$
DECLARE
  ruled text;
  own text := $p$ (user_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid)) $p$;
BEGIN
  FOREACH ruled IN ARRAY ARRAY['totp_secrets', 'passkeys', 'recovery_codes'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', ruled);
    EXECUTE format('CREATE POLICY readable ON %I FOR SELECT USING (true)', ruled);
    EXECUTE format('CREATE POLICY insertable ON %I FOR INSERT WITH CHECK (%s)', ruled, own);
    EXECUTE format('CREATE POLICY updatable ON %I FOR UPDATE USING (%s) WITH CHECK (%s)', ruled, own, own);
    EXECUTE format($f$CREATE POLICY deletable ON %I FOR DELETE USING (%s OR (SELECT current_setting('app.write_every_team', true)) = 'on')$f$, ruled, own);
  END LOOP;
END $$;

-- The application's role ---------------------------------------------------------------------------------------------------
GRANT SELECT, INSERT, DELETE ON totp_secrets, passkeys, recovery_codes, sign_in_tickets, challenges TO gatehouse_app;
GRANT UPDATE (last_step) ON totp_secrets TO gatehouse_app;
GRANT UPDATE (content, expires_at) ON challenges TO gatehouse_app;
GRANT UPDATE (name, counter, backed_up, last_used_at) ON passkeys TO gatehouse_app;
GRANT UPDATE (used_at) ON recovery_codes TO gatehouse_app;
