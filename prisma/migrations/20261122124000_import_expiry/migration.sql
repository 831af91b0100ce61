-- An import that nobody went on with for a week lets go of its file, and says so.
ALTER TABLE imports
  DROP CONSTRAINT imports_status_check,
  ADD CONSTRAINT imports_status_check
    CHECK (status IN ('uploading', 'reading', 'mapping', 'preview', 'applying', 'done', 'failed', 'cancelled', 'expired'));
