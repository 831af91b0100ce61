-- When an event happened, and in which transaction, says the database: an event that the application's role numbers itself would never be sealed.
REVOKE INSERT ON audit_events FROM gatehouse_app;
GRANT INSERT (id, event, actor_id, actor_type, via, via_id, operation_id, request_id, target_type, target_id, team_id, before, after, personal)
  ON audit_events TO gatehouse_app;
