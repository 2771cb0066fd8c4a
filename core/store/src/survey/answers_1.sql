-- Which answers belong to which survey, for counting without reading every body.
CREATE TABLE survey_answer (id BLOB PRIMARY KEY, survey BLOB NOT NULL, person BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX survey_answer_survey ON survey_answer (survey, person);
