BEGIN TRANSACTION;
CREATE TABLE cases (
	observation_id INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (observation_id), 
	FOREIGN KEY(observation_id) REFERENCES observations (id) ON DELETE CASCADE
);
INSERT INTO "cases" VALUES(6,'{"verdict":{"status":"alive","reason":"ok","confidence":"high","confirmed":true,"because":["200 from http://127.0.0.1:8471/book"],"moved_to":null},"signals":[],"exchanges":[{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/book","attempt":1,"waited_s":0.0,"stack":"httpx","address":"127.0.0.1:8471","elapsed_s":0.003,"bytes":135,"status":200,"headers":[["server","BaseHTTP/0.6 Python/3.11.7"],["date","Sat, 21 Nov 2026 09:19:49 GMT"],["content-type","text/html"],["content-length","85"]],"failure":null}],"page":null,"expected_title":"A Good Book","title_match":null}');
INSERT INTO "cases" VALUES(7,'{"verdict":{"status":"moved","reason":"permanent-redirect","confidence":"medium","confirmed":true,"because":["the catalog should carry http://127.0.0.1:8471/book","301 to http://127.0.0.1:8471/book"],"moved_to":"http://127.0.0.1:8471/book"},"signals":[{"code":"permanent-redirect","detail":"301 to http://127.0.0.1:8471/book"},{"code":"replacement-fit","detail":"the catalog should carry http://127.0.0.1:8471/book"}],"exchanges":[{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/old","attempt":1,"waited_s":0.0,"stack":"httpx","address":"127.0.0.1:8471","elapsed_s":0.003,"bytes":151,"status":301,"headers":[["server","BaseHTTP/0.6 Python/3.11.7"],["date","Sat, 21 Nov 2026 09:19:49 GMT"],["location","/book"],["content-type","text/html"],["content-length","0"]],"failure":null},{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/book","attempt":1,"waited_s":0.0,"stack":"httpx","address":"127.0.0.1:8471","elapsed_s":0.006,"bytes":135,"status":200,"headers":[["server","BaseHTTP/0.6 Python/3.11.7"],["date","Sat, 21 Nov 2026 09:19:49 GMT"],["content-type","text/html"],["content-length","85"]],"failure":null}],"page":null,"expected_title":"A Good Book","title_match":null}');
INSERT INTO "cases" VALUES(8,'{"verdict":{"status":"skipped","reason":"robots-disallowed","confidence":"high","confirmed":true,"because":["robots.txt disallows it for catalog-crawler"],"moved_to":null},"signals":[{"code":"robots-disallowed","detail":"robots.txt disallows it for catalog-crawler"}],"exchanges":[{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/private/book","attempt":1,"waited_s":0.0,"stack":"httpx","address":null,"elapsed_s":0.0,"bytes":0,"status":null,"headers":[],"failure":"robots-disallowed: robots.txt disallows it for catalog-crawler"}],"page":null,"expected_title":"A Private Book","title_match":null}');
INSERT INTO "cases" VALUES(9,'{"verdict":{"status":"dead","reason":"not-found","confidence":"high","confirmed":false,"because":["404 from http://127.0.0.1:8471/lost","asked again at the end of the run (pyreqwest): the same"],"moved_to":null},"signals":[{"code":"not-found","detail":"404 from http://127.0.0.1:8471/lost"}],"exchanges":[{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/lost","attempt":1,"waited_s":0.0,"stack":"httpx","address":"127.0.0.1:8471","elapsed_s":0.005,"bytes":134,"status":404,"headers":[["server","BaseHTTP/0.6 Python/3.11.7"],["date","Sat, 21 Nov 2026 09:19:49 GMT"],["content-type","text/html"],["content-length","0"]],"failure":null},{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/lost","attempt":1,"waited_s":0.0,"stack":"pyreqwest","address":"127.0.0.1:8471","elapsed_s":0.01,"bytes":134,"status":404,"headers":[["server","BaseHTTP/0.6 Python/3.11.7"],["date","Sat, 21 Nov 2026 09:19:49 GMT"],["content-type","text/html"],["content-length","0"]],"failure":null}],"page":null,"expected_title":"A Lost Book","title_match":null}');
CREATE TABLE crawler_schema (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "crawler_schema" VALUES(1);
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
INSERT INTO "observations" VALUES(1,'20261121T091948.371067Z','51acc60043f69c7ce601a173479fdd59','http://127.0.0.1:8471/book',0,200,'http://127.0.0.1:8471/book','high','alive','ok',1,'2026-11-21 09:19:48.432358','2026-11-21 09:19:48.432358','2026-11-21 09:19:48.432358',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1.0,'A Good Book',NULL,0,1);
INSERT INTO "observations" VALUES(2,'20261121T091948.371067Z','a734b7341e1ba04cb7c267783cda5d45','http://127.0.0.1:8471/old',0,200,'http://127.0.0.1:8471/book','high','moved','permanent-redirect',1,'2026-11-21 09:19:48.443880','2026-11-21 09:19:48.443880','2026-11-21 09:19:48.443880',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1.0,'A Good Book',NULL,0,1);
INSERT INTO "observations" VALUES(4,'20261121T091948.371067Z','bc4e7f58ce83f1d56cab3e62609180b1','http://127.0.0.1:8471/private/book',0,NULL,NULL,'high','skipped','robots-disallowed',1,'2026-11-21 09:19:48.446936','2026-11-21 09:19:48.446936',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,1);
INSERT INTO "observations" VALUES(5,'20261121T091948.371067Z','e58ba101ef95418247d762f0d54ec367','http://127.0.0.1:8471/lost',0,404,'http://127.0.0.1:8471/lost','high','dead','not-found',0,'2026-11-21 09:19:48.473485','2026-11-21 09:19:48.473485',NULL,1,1,'2026-11-21 09:19:48.473485','2026-11-21 09:19:48.473485',1,1,'2026-11-21 09:19:48.473485','2026-11-21 09:19:48.473485',NULL,NULL,NULL,0,1);
INSERT INTO "observations" VALUES(6,'20261121T091949.405538Z','51acc60043f69c7ce601a173479fdd59','http://127.0.0.1:8471/book',0,200,'http://127.0.0.1:8471/book','high','alive','ok',1,'2026-11-21 09:19:48.432358','2026-11-21 09:19:49.456354','2026-11-21 09:19:49.456354',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1.0,'A Good Book',NULL,0,2);
INSERT INTO "observations" VALUES(7,'20261121T091949.405538Z','a734b7341e1ba04cb7c267783cda5d45','http://127.0.0.1:8471/old',0,200,'http://127.0.0.1:8471/book','medium','moved','permanent-redirect',1,'2026-11-21 09:19:48.443880','2026-11-21 09:19:49.463318','2026-11-21 09:19:49.463318',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1.0,'A Good Book',NULL,0,2);
INSERT INTO "observations" VALUES(8,'20261121T091949.405538Z','bc4e7f58ce83f1d56cab3e62609180b1','http://127.0.0.1:8471/private/book',0,NULL,NULL,'high','skipped','robots-disallowed',1,'2026-11-21 09:19:48.446936','2026-11-21 09:19:49.464556',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,2);
INSERT INTO "observations" VALUES(9,'20261121T091949.405538Z','e58ba101ef95418247d762f0d54ec367','http://127.0.0.1:8471/lost',0,404,'http://127.0.0.1:8471/lost','high','dead','not-found',0,'2026-11-21 09:19:48.473485','2026-11-21 09:19:49.476387',NULL,2,1,'2026-11-21 09:19:48.473485','2026-11-21 09:19:49.476387',2,1,'2026-11-21 09:19:48.473485','2026-11-21 09:19:49.476387',NULL,NULL,NULL,0,2);
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
INSERT INTO "occurrences" VALUES(7,0,'catalog.yaml','moved','url');
INSERT INTO "occurrences" VALUES(8,0,'catalog.yaml','fenced','url');
INSERT INTO "occurrences" VALUES(9,0,'catalog.yaml','gone','url');
CREATE TABLE runs (
	id VARCHAR NOT NULL, 
	started_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	catalogs JSON NOT NULL, 
	settings JSON NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "runs" VALUES('20261121T091948.371067Z','2026-11-21 09:19:48.371067','2026-11-21 09:19:48.474581','["catalog.yaml"]','{"catalogs": ["catalog.yaml"], "reports": "reports", "only": null, "shard": null, "due": false, "fail_on": ["changed", "dead"], "new_only": false, "no_metadata": false, "concurrency": 64, "host_concurrency": 2, "host_interval": 0.0, "timeout": 20.0, "robots": "respect", "nameserver": null, "connect_to": [], "allow_private": true, "quiet": true}');
INSERT INTO "runs" VALUES('20261121T091949.405538Z','2026-11-21 09:19:49.405538','2026-11-21 09:19:49.478077','["catalog.yaml"]','{"catalogs": ["catalog.yaml"], "reports": "reports", "only": null, "shard": null, "due": false, "fail_on": ["changed", "dead"], "new_only": false, "no_metadata": true, "concurrency": 64, "host_concurrency": 2, "host_interval": 0.0, "timeout": 20.0, "robots": "respect", "nameserver": null, "connect_to": [], "allow_private": true, "quiet": true}');
CREATE INDEX observations_latest ON observations (url_key, provisional, id);
COMMIT;
