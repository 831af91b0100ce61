-- What whoever assigns has to know of people, and may not read row by row: how much waits for them in all teams, who decides for them while they are away, and who
-- stands behind a service account. Ids, counts and times alone.

-- Open reviews in which they hold a seat and have not decided in this round, and when they were last given one.
CREATE FUNCTION review_loads(people uuid[]) RETURNS TABLE (user_id uuid, waiting integer, last_assigned_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.id, coalesce(l.waiting, 0)::int, (SELECT max(s.assigned_at) FROM review_seats s WHERE s.user_id = p.id)
  FROM unnest(people) p(id) LEFT JOIN (
    SELECT s.user_id, count(*) AS waiting FROM review_seats s JOIN reviews r ON r.id = s.review_id
    WHERE s.user_id = ANY (people) AND s.released_at IS NULL AND r.status = 'open'
      AND NOT EXISTS (SELECT FROM review_votes v WHERE v.review_id = r.id AND v.round = r.round AND v.user_id = s.user_id)
    GROUP BY 1) l ON l.user_id = p.id
$$;
REVOKE ALL ON FUNCTION review_loads(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION review_loads(uuid[]) TO gatehouse_app;
CREATE INDEX review_seats_by_assignment ON review_seats (user_id, assigned_at) WHERE user_id IS NOT NULL;

-- Who decides for them now, where they are away.
CREATE FUNCTION delegates_of(people uuid[], at timestamptz) RETURNS TABLE (user_id uuid, to_user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT DISTINCT ON (d.user_id) d.user_id, d.to_user_id FROM delegations d
  WHERE d.user_id = ANY (people) AND d.from_at <= at AND d.until_at > at AND d.ended_at IS NULL ORDER BY d.user_id, d.from_at DESC, d.id
$$;
REVOKE ALL ON FUNCTION delegates_of(uuid[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION delegates_of(uuid[], timestamptz) TO gatehouse_app;

-- Of those ids that are service accounts: who made the account or a token of it, and so can act as it.
CREATE FUNCTION people_behind(ids uuid[]) RETURNS TABLE (id uuid, person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.id, s.created_by FROM service_accounts s WHERE s.id = ANY (ids) AND s.created_by IS NOT NULL
  UNION SELECT t.service_account_id, t.created_by FROM api_tokens t WHERE t.service_account_id = ANY (ids) AND t.created_by IS NOT NULL
$$;
REVOKE ALL ON FUNCTION people_behind(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_behind(uuid[]) TO gatehouse_app;
