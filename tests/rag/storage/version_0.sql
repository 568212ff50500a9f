CREATE TABLE meta (name VARCHAR(64) NOT NULL, value TEXT, PRIMARY KEY (name));
CREATE TABLE stale (doc_id VARCHAR(200) NOT NULL, PRIMARY KEY (doc_id));
CREATE TABLE reports (
    doc_id VARCHAR(200) NOT NULL, file TEXT, path TEXT, sha256 TEXT, department TEXT, year INTEGER, kind TEXT, level TEXT,
    scope TEXT, region TEXT, unit TEXT, pages INTEGER, ingested_at TEXT, state TEXT, version TEXT, PRIMARY KEY (doc_id)
);
CREATE INDEX reports_sha256 ON reports (sha256);
CREATE INDEX reports_path ON reports (path);
CREATE TABLE sources (doc_id VARCHAR(200) NOT NULL, text TEXT, places BLOB, PRIMARY KEY (doc_id));
CREATE TABLE facts (
    id INTEGER NOT NULL, doc_id TEXT, department TEXT, year INTEGER, kind TEXT, origin TEXT, "table" TEXT, section TEXT,
    row_code TEXT, row_name TEXT, "column" TEXT, value TEXT, unit TEXT, raw TEXT, page INTEGER, line INTEGER, quote TEXT,
    section_key TEXT, start INTEGER, "end" INTEGER, part_of TEXT, at INTEGER, spot TEXT, reading TEXT, label INTEGER,
    PRIMARY KEY (id)
);
CREATE INDEX facts_doc_id ON facts (doc_id);
CREATE INDEX facts_label ON facts (label, doc_id, value);
CREATE TABLE labels (
    number INTEGER NOT NULL, origin TEXT, "table" TEXT, section_key TEXT, row_code TEXT, row_name TEXT, "column" TEXT,
    unit TEXT, part_of TEXT, form TEXT, PRIMARY KEY (number)
);
CREATE TABLE label_keys ("key" VARCHAR(40) NOT NULL, label INTEGER NOT NULL, PRIMARY KEY ("key", label)) WITHOUT ROWID;
CREATE TABLE findings (number INTEGER NOT NULL, doc_id TEXT, finding TEXT, PRIMARY KEY (number));
CREATE INDEX findings_doc_id ON findings (doc_id);
CREATE TABLE chunks (
    chunk_id VARCHAR(210) NOT NULL, doc_id TEXT, ordinal INTEGER, kind TEXT, section TEXT, section_key TEXT, text TEXT,
    start INTEGER, "end" INTEGER, line INTEGER, page INTEGER, lead TEXT, tokens TEXT, PRIMARY KEY (chunk_id)
);
CREATE INDEX chunks_doc_id ON chunks (doc_id);
INSERT INTO meta VALUES ('schema', 'c645c45e553b'), ('library', '0123456789abcdef0123456789abcdef'), ('generation', '7');
