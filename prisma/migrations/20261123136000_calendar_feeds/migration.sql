-- A calendar feed is made, replaced and ended with its event. That it was used is noted without one: it happens before anybody is known.
CREATE TRIGGER announced BEFORE INSERT OR DELETE OR TRUNCATE OR UPDATE OF user_id, token_hash, created_at ON calendar_feeds
  FOR EACH STATEMENT EXECUTE FUNCTION require_announcement();

-- Whose feed a token opens, by its SHA-256; noted at most once a minute. It sees through row-level security, for at this point nobody is known yet, and
-- tells nothing but whose it is.
CREATE FUNCTION calendar_feed_of(hash bytea) RETURNS uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH used AS (
    UPDATE calendar_feeds SET used_at = now() WHERE token_hash = hash AND (used_at IS NULL OR used_at < now() - interval '1 minute') RETURNING 1)
  SELECT user_id FROM calendar_feeds WHERE token_hash = hash
$$;
REVOKE EXECUTE ON FUNCTION calendar_feed_of(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION calendar_feed_of(bytea) TO gatehouse_app;
