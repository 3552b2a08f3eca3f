-- Issues are listed by reason, the newest first. What failed before this knew no reason: it is Salesforce's until the next try says otherwise.
ALTER TABLE members ADD COLUMN issue_reason TEXT COLLATE "C";
ALTER TABLE members ADD COLUMN issue_since BIGINT;
UPDATE members SET issue_reason = row::jsonb #>> '{park,reason}', issue_since = (row::jsonb #>> '{park,since}')::bigint WHERE state = 'parked';
UPDATE members SET issue_reason = 'salesforce-fails', issue_since = coalesce(pending_since, (row::jsonb ->> 'createdAt')::bigint) WHERE state = 'failing';
CREATE INDEX issues_of_link ON members (link_id, issue_since DESC, id) WHERE issue_reason IS NOT NULL;
CREATE INDEX issues_of_reason ON members (link_id, issue_reason, issue_since DESC, id) WHERE issue_reason IS NOT NULL;
