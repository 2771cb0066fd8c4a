-- Counting members by department reads no rows.
CREATE INDEX member_list_department ON member_list (unit, department);
