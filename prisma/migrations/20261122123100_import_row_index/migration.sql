-- DropIndex
DROP INDEX "import_rows_import_id_action_idx";

-- Most rows of an import are new or unchanged: those are met in order of the primary key. What is seldom gets an index, what is not costs nothing.
CREATE INDEX import_rows_seldom ON import_rows (import_id, action, seq) WHERE action IN ('update', 'rejected');
