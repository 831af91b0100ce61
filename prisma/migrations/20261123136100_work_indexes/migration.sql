-- What somebody asked for and waits for, or that runs: where My work begins. Seats have such indexes already.
CREATE INDEX acceptances_by_requester ON acceptances (requested_by, until) WHERE status IN ('requested', 'granted');
CREATE INDEX waivers_by_requester ON waivers (requested_by, until) WHERE status IN ('requested', 'granted');
CREATE INDEX safeguards_by_implementer ON safeguards (implemented_by) WHERE implemented_by IS NOT NULL;
