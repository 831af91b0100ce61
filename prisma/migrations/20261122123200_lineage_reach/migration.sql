-- Whether there is a path at all is told first, by one statement that takes each arrow once: the search for the path itself remembers where it
-- came from in a way that takes the square of the arrows, and nearly every arrow closes no circle.
CREATE OR REPLACE FUNCTION lineage_path(start uuid, goal uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  parents jsonb := jsonb_build_object(start::text, null);
  frontier uuid[] := ARRAY[start];
  step jsonb;
  next uuid[];
  path uuid[];
  node uuid;
BEGIN
  IF start = goal THEN RETURN ARRAY[start]; END IF;
  IF NOT EXISTS (
    WITH RECURSIVE reached AS (
      SELECT start AS id
      UNION SELECT l.to_version_id FROM reached r JOIN lineage l ON l.from_version_id = r.id AND l.removed_at IS NULL)
    SELECT FROM reached WHERE id = goal) THEN RETURN NULL; END IF;
  WHILE cardinality(frontier) > 0 LOOP
    SELECT coalesce(array_agg(to_id), '{}'), coalesce(jsonb_object_agg(to_id::text, from_id::text), '{}') INTO next, step
    FROM (
      SELECT DISTINCT ON (l.to_version_id) l.to_version_id AS to_id, l.from_version_id AS from_id
      FROM lineage l
      WHERE l.from_version_id = ANY (frontier) AND l.removed_at IS NULL AND NOT parents ? l.to_version_id::text
      ORDER BY l.to_version_id
    ) reached;
    frontier := next;
    parents := parents || step;
    IF goal = ANY (frontier) THEN
      node := goal;
      WHILE node IS NOT NULL LOOP
        path := node || path;
        node := (parents ->> node::text)::uuid;
      END LOOP;
      RETURN path;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
