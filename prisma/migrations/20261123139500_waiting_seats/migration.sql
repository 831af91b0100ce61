-- A seat carries the day until which its review waits, for as long as that is open: what waits for somebody is the beginning of one index, however many
-- reviews they have sat in. Kept by triggers alone.
ALTER TABLE review_seats ADD COLUMN waits_until timestamptz(3);

CREATE FUNCTION mark_seat() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.waits_until := (SELECT r.due_at FROM reviews r WHERE r.id = NEW.review_id AND r.status = 'open');
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION mark_seat() FROM PUBLIC;
CREATE TRIGGER waits_until BEFORE INSERT ON review_seats FOR EACH ROW EXECUTE FUNCTION mark_seat();

CREATE FUNCTION mark_seats() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE review_seats SET waits_until = CASE WHEN NEW.status = 'open' THEN NEW.due_at END
  WHERE review_id = NEW.id AND released_at IS NULL AND waits_until IS DISTINCT FROM CASE WHEN NEW.status = 'open' THEN NEW.due_at END;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION mark_seats() FROM PUBLIC;
CREATE TRIGGER seats_wait AFTER UPDATE OF status, due_at ON reviews FOR EACH ROW
  WHEN ((NEW.status, NEW.due_at) IS DISTINCT FROM (OLD.status, OLD.due_at)) EXECUTE FUNCTION mark_seats();

-- Nobody else says what it says.
CREATE FUNCTION keep_seat_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN NEW.waits_until := OLD.waits_until; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER waits_as_its_review BEFORE UPDATE OF waits_until ON review_seats FOR EACH ROW EXECUTE FUNCTION keep_seat_mark();

SELECT set_config('app.announced', 'review.seats_marked', true);
ALTER TABLE review_seats DISABLE TRIGGER waits_as_its_review;
UPDATE review_seats s SET waits_until = r.due_at FROM reviews r WHERE r.id = s.review_id AND r.status = 'open' AND s.released_at IS NULL;
ALTER TABLE review_seats ENABLE TRIGGER waits_as_its_review;
SELECT set_config('app.announced', '', true);

CREATE INDEX review_seats_waiting ON review_seats (user_id, waits_until, review_id) WHERE released_at IS NULL AND waits_until IS NOT NULL;
