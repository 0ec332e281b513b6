BEGIN TRANSACTION;
CREATE TABLE cases (
	observation_id INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (observation_id), 
	FOREIGN KEY(observation_id) REFERENCES observations (id) ON DELETE CASCADE
);
INSERT INTO "cases" VALUES(6,'{"verdict":{"status":"alive","reason":"ok","confidence":"high","confirmed":true,"because":["200 from http://127.0.0.1:8471/book"],"moved_to":null},"signals":[],"exchanges":[{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/book","attempt":1,"waited_s":0.0,"stack":"pyreqwest","address":"127.0.0.1:8471","elapsed_s":0.019,"bytes":135,"status":200,"headers":[["server","BaseHTTP/0.6 Python/3.11.7"],["date","Sat, 21 Nov 2026 09:19:51 GMT"],["content-type","text/html"],["content-length","85"]],"failure":null}],"page":null,"expected_title":"A Good Book","title_match":null}');
INSERT INTO "cases" VALUES(8,'{"verdict":{"status":"skipped","reason":"robots-disallowed","confidence":"high","confirmed":true,"because":["robots.txt disallows it for catalog-crawler"],"moved_to":null},"signals":[{"code":"robots-disallowed","detail":"robots.txt disallows it for catalog-crawler"}],"exchanges":[{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/private/book","attempt":1,"waited_s":0.0,"stack":"pyreqwest","address":null,"elapsed_s":0.0,"bytes":0,"status":null,"headers":[],"failure":"robots-disallowed: robots.txt disallows it for catalog-crawler"}],"page":null,"expected_title":"A Private Book","title_match":null}');
INSERT INTO "cases" VALUES(9,'{"verdict":{"status":"moved","reason":"permanent-redirect","confidence":"medium","confirmed":true,"because":["the catalog should carry http://127.0.0.1:8471/book","301 to http://127.0.0.1:8471/book"],"moved_to":"http://127.0.0.1:8471/book"},"signals":[{"code":"permanent-redirect","detail":"301 to http://127.0.0.1:8471/book"},{"code":"replacement-fit","detail":"the catalog should carry http://127.0.0.1:8471/book"}],"exchanges":[{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/old","attempt":1,"waited_s":0.0,"stack":"pyreqwest","address":"127.0.0.1:8471","elapsed_s":0.021,"bytes":151,"status":301,"headers":[["server","BaseHTTP/0.6 Python/3.11.7"],["date","Sat, 21 Nov 2026 09:19:51 GMT"],["location","/book"],["content-type","text/html"],["content-length","0"]],"failure":null},{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/book","attempt":1,"waited_s":0.0,"stack":"pyreqwest","address":"127.0.0.1:8471","elapsed_s":0.001,"bytes":135,"status":200,"headers":[["server","BaseHTTP/0.6 Python/3.11.7"],["date","Sat, 21 Nov 2026 09:19:51 GMT"],["content-type","text/html"],["content-length","85"]],"failure":null}],"page":null,"expected_title":"A Good Book","title_match":null}');
INSERT INTO "cases" VALUES(10,'{"verdict":{"status":"dead","reason":"not-found","confidence":"high","confirmed":false,"because":["404 from http://127.0.0.1:8471/lost","asked again at the end of the run (httpx): the same"],"moved_to":null},"signals":[{"code":"not-found","detail":"404 from http://127.0.0.1:8471/lost"}],"exchanges":[{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/lost","attempt":1,"waited_s":0.0,"stack":"pyreqwest","address":"127.0.0.1:8471","elapsed_s":0.001,"bytes":134,"status":404,"headers":[["server","BaseHTTP/0.6 Python/3.11.7"],["date","Sat, 21 Nov 2026 09:19:51 GMT"],["content-type","text/html"],["content-length","0"]],"failure":null},{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/lost","attempt":1,"waited_s":0.0,"stack":"httpx","address":"127.0.0.1:8471","elapsed_s":0.047,"bytes":134,"status":404,"headers":[["server","BaseHTTP/0.6 Python/3.11.7"],["date","Sat, 21 Nov 2026 09:19:51 GMT"],["content-type","text/html"],["content-length","0"]],"failure":null}],"page":null,"expected_title":"A Lost Book","title_match":null}');
CREATE TABLE crawler_schema (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "crawler_schema" VALUES(2);
CREATE TABLE observations (
	id INTEGER NOT NULL, 
	run_id VARCHAR NOT NULL, 
	url_key VARCHAR(32) NOT NULL, 
	url TEXT NOT NULL, 
	provisional BOOLEAN NOT NULL, 
	http_status INTEGER, 
	final_url TEXT, 
	confidence VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	reason TEXT NOT NULL, 
	confirmed BOOLEAN NOT NULL, 
	since DATETIME NOT NULL, 
	asked_at DATETIME NOT NULL, 
	succeeded_at DATETIME, 
	failing_runs INTEGER, 
	failing_days INTEGER, 
	failing_first_at DATETIME, 
	failing_last_at DATETIME, 
	gone_runs INTEGER, 
	gone_days INTEGER, 
	gone_first_at DATETIME, 
	gone_last_at DATETIME, 
	best_title_match DOUBLE, 
	title TEXT, 
	moved_to TEXT, 
	flips INTEGER NOT NULL, 
	runs INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (run_id, url_key), 
	FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE
);
INSERT INTO "observations" VALUES(1,'20261121T091950.403342Z','51acc60043f69c7ce601a173479fdd59','http://127.0.0.1:8471/book',0,200,'http://127.0.0.1:8471/book','high','alive','ok',1,'2026-11-21 09:19:50.551654','2026-11-21 09:19:50.551654','2026-11-21 09:19:50.551654',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1.0,'A Good Book',NULL,0,1);
INSERT INTO "observations" VALUES(2,'20261121T091950.403342Z','a734b7341e1ba04cb7c267783cda5d45','http://127.0.0.1:8471/old',0,200,'http://127.0.0.1:8471/book','high','moved','permanent-redirect',1,'2026-11-21 09:19:50.555570','2026-11-21 09:19:50.555570','2026-11-21 09:19:50.555570',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1.0,'A Good Book','http://127.0.0.1:8471/book',0,1);
INSERT INTO "observations" VALUES(4,'20261121T091950.403342Z','bc4e7f58ce83f1d56cab3e62609180b1','http://127.0.0.1:8471/private/book',0,NULL,NULL,'high','skipped','robots-disallowed',1,'2026-11-21 09:19:50.556036','2026-11-21 09:19:50.556036',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,1);
INSERT INTO "observations" VALUES(5,'20261121T091950.403342Z','e58ba101ef95418247d762f0d54ec367','http://127.0.0.1:8471/lost',0,404,'http://127.0.0.1:8471/lost','high','dead','not-found',0,'2026-11-21 09:19:50.614558','2026-11-21 09:19:50.614558',NULL,1,1,'2026-11-21 09:19:50.614558','2026-11-21 09:19:50.614558',1,1,'2026-11-21 09:19:50.614558','2026-11-21 09:19:50.614558',NULL,NULL,NULL,0,1);
INSERT INTO "observations" VALUES(6,'20261121T091951.302217Z','51acc60043f69c7ce601a173479fdd59','http://127.0.0.1:8471/book',0,200,'http://127.0.0.1:8471/book','high','alive','ok',1,'2026-11-21 09:19:50.551654','2026-11-21 09:19:51.329408','2026-11-21 09:19:51.329408',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1.0,'A Good Book',NULL,0,2);
INSERT INTO "observations" VALUES(8,'20261121T091951.302217Z','bc4e7f58ce83f1d56cab3e62609180b1','http://127.0.0.1:8471/private/book',0,NULL,NULL,'high','skipped','robots-disallowed',1,'2026-11-21 09:19:50.556036','2026-11-21 09:19:51.331914',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,2);
INSERT INTO "observations" VALUES(9,'20261121T091951.302217Z','a734b7341e1ba04cb7c267783cda5d45','http://127.0.0.1:8471/old',0,200,'http://127.0.0.1:8471/book','medium','moved','permanent-redirect',1,'2026-11-21 09:19:50.555570','2026-11-21 09:19:51.332592','2026-11-21 09:19:51.332592',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1.0,'A Good Book','http://127.0.0.1:8471/book',0,2);
INSERT INTO "observations" VALUES(10,'20261121T091951.302217Z','e58ba101ef95418247d762f0d54ec367','http://127.0.0.1:8471/lost',0,404,'http://127.0.0.1:8471/lost','high','dead','not-found',0,'2026-11-21 09:19:50.614558','2026-11-21 09:19:51.379876',NULL,2,1,'2026-11-21 09:19:50.614558','2026-11-21 09:19:51.379876',2,1,'2026-11-21 09:19:50.614558','2026-11-21 09:19:51.379876',NULL,NULL,NULL,0,2);
CREATE TABLE occurrences (
	observation_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	file TEXT NOT NULL, 
	entry TEXT NOT NULL, 
	field TEXT NOT NULL, 
	PRIMARY KEY (observation_id, position), 
	FOREIGN KEY(observation_id) REFERENCES observations (id) ON DELETE CASCADE
);
INSERT INTO "occurrences" VALUES(1,0,'catalog.yaml','good','url');
INSERT INTO "occurrences" VALUES(2,0,'catalog.yaml','moved','url');
INSERT INTO "occurrences" VALUES(4,0,'catalog.yaml','fenced','url');
INSERT INTO "occurrences" VALUES(5,0,'catalog.yaml','gone','url');
INSERT INTO "occurrences" VALUES(6,0,'catalog.yaml','good','url');
INSERT INTO "occurrences" VALUES(8,0,'catalog.yaml','fenced','url');
INSERT INTO "occurrences" VALUES(9,0,'catalog.yaml','moved','url');
INSERT INTO "occurrences" VALUES(10,0,'catalog.yaml','gone','url');
CREATE TABLE robots (
	origin_key VARCHAR(32) NOT NULL, 
	origin TEXT NOT NULL, 
	fetched_at DATETIME NOT NULL, 
	body BLOB NOT NULL, 
	PRIMARY KEY (origin_key)
);
INSERT INTO "robots" VALUES('710e9f46e24148ab6ef4892d83029053','http://127.0.0.1:8471','2026-11-21 09:19:50.440080',X'789C0B2D4E2DD24D4C4FCD2BB152D0E272C92C4ECCC9C92FB752D02F28CA2C4B2C49E50200BFBE0B37');
CREATE TABLE runs (
	id VARCHAR NOT NULL, 
	started_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	catalogs JSON NOT NULL, 
	settings JSON NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "runs" VALUES('20261121T091950.403342Z','2026-11-21 09:19:50.403342','2026-11-21 09:19:50.618051','["catalog.yaml"]','{"catalogs": ["catalog.yaml"], "reports": "reports", "only": null, "shard": null, "due": false, "fail_on": ["changed", "dead"], "new_only": false, "no_metadata": false, "concurrency": 64, "host_concurrency": 2, "host_interval": 0.0, "address_concurrency": 8, "timeout": 20.0, "robots": "respect", "nameserver": null, "connect_to": [], "allow_private": true, "log": null, "quiet": true}');
INSERT INTO "runs" VALUES('20261121T091951.302217Z','2026-11-21 09:19:51.302217','2026-11-21 09:19:51.382061','["catalog.yaml"]','{"catalogs": ["catalog.yaml"], "reports": "reports", "only": null, "shard": null, "due": false, "fail_on": ["changed", "dead"], "new_only": false, "no_metadata": true, "concurrency": 64, "host_concurrency": 2, "host_interval": 0.0, "address_concurrency": 8, "timeout": 20.0, "robots": "respect", "nameserver": null, "connect_to": [], "allow_private": true, "log": null, "quiet": true}');
CREATE INDEX observations_latest ON observations (url_key, provisional, id);
COMMIT;
