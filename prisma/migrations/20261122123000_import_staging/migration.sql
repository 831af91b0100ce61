-- AlterTable
ALTER TABLE "import_rows" ADD COLUMN     "asset_version" INTEGER,
ADD COLUMN     "kind" TEXT,
ADD COLUMN     "notes" JSONB,
ADD COLUMN     "ref" TEXT;

-- CreateTable
CREATE TABLE "import_versions" (
    "import_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "row_seq" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "location" TEXT,
    "purl" TEXT,
    "root_digest" TEXT,
    "file_count" INTEGER NOT NULL,
    "total_bytes" BIGINT NOT NULL,
    "files" JSONB NOT NULL,
    "provenance" JSONB NOT NULL,
    "metadata" JSONB NOT NULL,
    "action" TEXT,
    "reason" TEXT,

    CONSTRAINT "import_versions_pkey" PRIMARY KEY ("import_id","row_seq","seq")
);

-- CreateTable
CREATE TABLE "import_relations" (
    "import_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "place" TEXT NOT NULL,
    "from_ref" TEXT NOT NULL,
    "from_label" TEXT,
    "relation" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "target_label" TEXT,
    "from_seq" INTEGER,
    "to_seq" INTEGER,
    "to_asset_id" UUID,
    "from_version_id" UUID,
    "to_version_id" UUID,
    "action" TEXT,
    "reason" TEXT,

    CONSTRAINT "import_relations_pkey" PRIMARY KEY ("import_id","seq")
);

-- What a person decided about a row is looked up when the same key comes again.
CREATE INDEX "import_decisions" ON "import_rows"("team_id", "key") WHERE decision IS NOT NULL;

-- Bytes that are compressed already, or that are read once: trying to compress them costs more than it gives.
ALTER TABLE import_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;

DO $$
DECLARE
  scoped text;
  readable text := $p$ ((SELECT current_setting('app.every_team', true)) = 'on' OR team_id = ANY ((SELECT nullif(current_setting('app.team_ids', true), '')::uuid[])::uuid[])) $p$;
  writable text := $p$ ((SELECT current_setting('app.write_every_team', true)) = 'on' OR team_id = ANY ((SELECT nullif(current_setting('app.write_team_ids', true), '')::uuid[])::uuid[])) $p$;
BEGIN
  FOREACH scoped IN ARRAY ARRAY['import_versions', 'import_relations'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', scoped);
    EXECUTE format('CREATE POLICY readable ON %I FOR SELECT USING (%s)', scoped, readable);
    EXECUTE format('CREATE POLICY insertable ON %I FOR INSERT WITH CHECK (%s)', scoped, writable);
    EXECUTE format('CREATE POLICY updatable ON %I FOR UPDATE USING (%s) WITH CHECK (%s)', scoped, writable, writable);
    EXECUTE format('CREATE POLICY deletable ON %I FOR DELETE USING (%s)', scoped, writable);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON import_versions, import_relations TO gatehouse_app;
