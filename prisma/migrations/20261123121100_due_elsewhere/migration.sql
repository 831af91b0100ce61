-- How much the transaction has left due, in teams too that whoever acts may not see: heirs of a safeguard may stand there. A number and nothing more,
-- counted to a thousand; what is due elsewhere is settled by a job of the house.
CREATE FUNCTION risks_due_here() RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT count(*)::int FROM (SELECT FROM risks_due WHERE transaction = pg_current_xact_id()::text::bigint LIMIT 1000) own
$$;
REVOKE ALL ON FUNCTION risks_due_here() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION risks_due_here() TO gatehouse_app;
