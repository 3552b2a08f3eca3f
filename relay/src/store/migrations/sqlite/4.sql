-- A person is looked for in a link and in all links of a tenant: one index serves both and keeps the person to one row of a link.
DROP INDEX member_of_lead;
DROP INDEX member_of_contact;
DROP INDEX member_of_marketo_lead;
DROP INDEX members_of_lead;
DROP INDEX members_of_contact;
DROP INDEX members_of_marketo_lead;
CREATE UNIQUE INDEX member_of_lead ON members (tenant_id, lead_id, link_id) WHERE lead_id IS NOT NULL;
CREATE UNIQUE INDEX member_of_contact ON members (tenant_id, contact_id, link_id) WHERE contact_id IS NOT NULL;
CREATE UNIQUE INDEX member_of_marketo_lead ON members (tenant_id, marketo_lead_id, link_id) WHERE marketo_lead_id IS NOT NULL;
