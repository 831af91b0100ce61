-- Which versions of a template are Gatehouse's own words: a newer one is offered by comparing with the last of them.
ALTER TABLE "review_template_versions" ADD COLUMN "shipped" BOOLEAN NOT NULL DEFAULT false;
