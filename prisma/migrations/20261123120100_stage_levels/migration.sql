-- The list filtered by the level at a stage: what asks for attention is rare, and found by these; what is not is soon found by any order.
CREATE INDEX assets_alarming_at_collect ON assets (level_collect) WHERE level_collect > 3;
CREATE INDEX assets_alarming_at_validate ON assets (level_validate) WHERE level_validate > 3;
CREATE INDEX assets_alarming_at_develop ON assets (level_develop) WHERE level_develop > 3;
CREATE INDEX assets_alarming_at_deploy ON assets (level_deploy) WHERE level_deploy > 3;
CREATE INDEX assets_alarming_at_monitor ON assets (level_monitor) WHERE level_monitor > 3;
CREATE INDEX assets_alarming_at_change ON assets (level_change) WHERE level_change > 3;
