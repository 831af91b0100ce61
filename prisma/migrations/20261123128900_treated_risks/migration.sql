-- What was treated in a month is a small part of what ever changed: the list behind the chart of time to treat finds it here.
CREATE INDEX risk_changes_treated ON risk_changes (at) WHERE treated_after IS NOT NULL;
