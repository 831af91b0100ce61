-- A file may show that an item of the checklist is answered rightly; and what a team keeps is summed against its quota.
ALTER TABLE "review_files" ADD COLUMN "item" TEXT;

-- CreateIndex
CREATE INDEX "review_files_team_id_idx" ON "review_files"("team_id");

-- AddForeignKey
ALTER TABLE "review_comments" ADD CONSTRAINT "review_comments_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "review_comments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Who wrote a comment, where and when, stays as it was: its text alone is mended or taken away.
REVOKE UPDATE ON review_comments FROM gatehouse_app;
GRANT UPDATE (body, mentions, edited_at, removed_at) ON review_comments TO gatehouse_app;
ALTER TABLE review_comments ADD CHECK (removed_at IS NULL OR body = '');
