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
