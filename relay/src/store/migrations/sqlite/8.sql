-- A link's members are read page by page in the order of their ids: without this every page sorted all of them, and a compare took the square of their number.
CREATE INDEX members_of_link ON members (link_id, id);
