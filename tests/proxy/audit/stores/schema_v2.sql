CREATE TABLE schema_version (
	version INTEGER NOT NULL,
	PRIMARY KEY (version)
);
CREATE TABLE audit_event (
	seq INTEGER NOT NULL,
	body BLOB NOT NULL,
	event_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	at TEXT NOT NULL,
	tenant TEXT NOT NULL,
	request_id TEXT,
	caller TEXT,
	provider TEXT,
	model TEXT,
	decision TEXT,
	severity TEXT,
	rule TEXT,
	outcome TEXT,
	status INTEGER,
	error_code TEXT,
	unit TEXT,
	app TEXT,
	PRIMARY KEY (seq),
	UNIQUE (event_id)
);
CREATE INDEX audit_event_by_at ON audit_event (at, seq);
CREATE INDEX audit_event_by_request_id ON audit_event (request_id, seq) WHERE request_id IS NOT NULL;
CREATE INDEX audit_event_by_caller ON audit_event (caller, seq) WHERE caller IS NOT NULL;
CREATE INDEX audit_event_by_provider ON audit_event (provider, seq) WHERE provider IS NOT NULL;
CREATE INDEX audit_event_by_model ON audit_event (model, seq) WHERE model IS NOT NULL;
CREATE INDEX audit_event_by_decision ON audit_event (decision, seq) WHERE decision IS NOT NULL;
CREATE INDEX audit_event_by_severity ON audit_event (severity, seq) WHERE severity IS NOT NULL;
CREATE INDEX audit_event_by_rule ON audit_event (rule, seq) WHERE rule IS NOT NULL;
CREATE INDEX audit_event_by_outcome ON audit_event (outcome, seq) WHERE outcome IS NOT NULL;
CREATE INDEX audit_event_by_error_code ON audit_event (error_code, seq) WHERE error_code IS NOT NULL;
CREATE INDEX audit_event_by_unit ON audit_event (unit, seq) WHERE unit IS NOT NULL;
CREATE INDEX audit_event_by_app ON audit_event (app, seq) WHERE app IS NOT NULL;
CREATE INDEX audit_event_by_kind ON audit_event (kind, seq);
CREATE TABLE audit_checkpoint (
	size INTEGER NOT NULL,
	note TEXT NOT NULL,
	frontier BLOB NOT NULL,
	PRIMARY KEY (size)
);
CREATE TABLE instance (
	id TEXT NOT NULL,
	host TEXT NOT NULL,
	boot_id TEXT NOT NULL,
	pid INTEGER NOT NULL,
	pid_started TEXT NOT NULL,
	started TEXT NOT NULL,
	lease_until TEXT NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE probe (
	filler BLOB NOT NULL
);
CREATE TABLE audit_term (
	field TEXT NOT NULL,
	term TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (field, term, seq),
	FOREIGN KEY(seq) REFERENCES audit_event (seq)
)
 WITHOUT ROWID

;
CREATE TABLE audit_leaf (
	seq INTEGER NOT NULL,
	hash BLOB NOT NULL,
	PRIMARY KEY (seq),
	FOREIGN KEY(seq) REFERENCES audit_event (seq)
);
CREATE TABLE open_intent (
	event_id TEXT NOT NULL,
	instance TEXT NOT NULL,
	PRIMARY KEY (event_id),
	FOREIGN KEY(instance) REFERENCES instance (id)
);
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
CREATE TRIGGER audit_term_no_update BEFORE UPDATE ON audit_term BEGIN SELECT RAISE(ABORT, 'audit_term is append-only'); END;
CREATE TRIGGER audit_term_no_delete BEFORE DELETE ON audit_term BEGIN SELECT RAISE(ABORT, 'audit_term is append-only'); END;
CREATE TRIGGER audit_leaf_no_update BEFORE UPDATE ON audit_leaf BEGIN SELECT RAISE(ABORT, 'audit_leaf is append-only'); END;
CREATE TRIGGER audit_leaf_no_delete BEFORE DELETE ON audit_leaf BEGIN SELECT RAISE(ABORT, 'audit_leaf is append-only'); END;
CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'audit_checkpoint is append-only'); END;
CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'audit_checkpoint is append-only'); END;
CREATE TRIGGER schema_version_no_update BEFORE UPDATE ON schema_version BEGIN SELECT RAISE(ABORT, 'schema_version is append-only'); END;
CREATE TRIGGER schema_version_no_delete BEFORE DELETE ON schema_version BEGIN SELECT RAISE(ABORT, 'schema_version is append-only'); END;
CREATE TRIGGER audit_event_in_order BEFORE INSERT ON audit_event WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM audit_event) OR EXISTS (SELECT 1 FROM audit_event WHERE event_id = NEW.event_id) BEGIN SELECT RAISE(ABORT, 'audit_event takes new events at the next index only'); END;
