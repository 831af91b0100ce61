-- What is attached is what was decided on: nothing is added afterwards, but what meets the conditions of an approval. Whoever decides waits for this, or this
-- for them.
CREATE FUNCTION refuse_late_file() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE standing text;
BEGIN
  SELECT r.status INTO standing FROM reviews r WHERE r.id = NEW.review_id FOR SHARE;
  IF standing NOT IN ('open', 'changes') AND NOT (standing = 'conditions' AND NEW.item IS NULL) THEN
    RAISE EXCEPTION 'a review that is % takes no files', standing USING ERRCODE = 'GH006';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION refuse_late_file() FROM PUBLIC;
CREATE TRIGGER before_the_decision BEFORE INSERT ON review_files FOR EACH ROW EXECUTE FUNCTION refuse_late_file();
