-- The list of people in each of its orders.
CREATE INDEX users_by_name ON users ((lower(name) COLLATE "C"), id);
CREATE INDEX users_by_seen ON users ((coalesce(last_seen_at, '1970-01-01Z'::timestamptz)), id);
CREATE INDEX users_by_created ON users (created_at, id);

-- Whoever signs in is seen; afterwards each use of the session says so, once a minute.
CREATE FUNCTION note_sign_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE users SET last_seen_at = now() WHERE id = NEW.user_id;
  RETURN NULL;
END $$;
CREATE TRIGGER signed_in AFTER INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION note_sign_in();

-- Which kinds of browser an account was used from. Written with the session, which has its event; each person's own.
CREATE TABLE "known_browsers" (
    "user_id" UUID NOT NULL,
    "browser" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "known_browsers_pkey" PRIMARY KEY ("user_id", "browser")
);
ALTER TABLE "known_browsers" ADD CONSTRAINT "known_browsers_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE known_browsers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON known_browsers FOR ALL USING (user_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid));
CREATE POLICY forgettable ON known_browsers FOR SELECT USING ((SELECT current_setting('app.write_every_team', true)) = 'on');
CREATE POLICY forgotten ON known_browsers FOR DELETE USING ((SELECT current_setting('app.write_every_team', true)) = 'on');
GRANT SELECT, INSERT, DELETE ON known_browsers TO gatehouse_app;
