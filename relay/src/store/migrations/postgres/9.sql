-- How many members wait and since when, asked for every link each half minute: members that are in sync but have to be looked at again wait, too.
CREATE INDEX members_waiting ON members (link_id, pending_since) WHERE pending_since IS NOT NULL;
