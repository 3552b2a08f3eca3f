-- The journal is read by person and kind, page by page. One index more, of the member: each costs every entry that is written, and the others are read within a campaign.
ALTER TABLE journal ADD COLUMN marketo_lead_id BIGINT;
ALTER TABLE journal ADD COLUMN kind TEXT COLLATE "C";
UPDATE journal SET marketo_lead_id = (row::jsonb ->> 'marketoLeadId')::bigint, kind = row::jsonb ->> 'kind';
CREATE INDEX journal_of_member ON journal (tenant_id, member_id, id) WHERE member_id IS NOT NULL;
