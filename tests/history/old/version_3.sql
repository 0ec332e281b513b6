BEGIN TRANSACTION;
CREATE TABLE cases (
	observation_id INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (observation_id), 
	FOREIGN KEY(observation_id) REFERENCES observations (id) ON DELETE CASCADE
);
INSERT INTO "cases" VALUES(5,'{"verdict":{"status":"alive","reason":"ok","confidence":"high","confirmed":true,"because":["304 Not Modified: the page is as it was on 2026-11-21","title matches the entry (1.00)"],"moved_to":null},"signals":[{"code":"not-modified","detail":"304 Not Modified: the page is as it was on 2026-11-21"},{"code":"title-matches-entry","detail":"title matches the entry (1.00)"}],"exchanges":[{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/book","attempt":1,"waited_s":0.0,"stack":"pyreqwest","address":"127.0.0.1:8471","elapsed_s":0.023,"bytes":121,"status":304,"conditions":[["if-none-match","\"b1\""]],"headers":[["server","BaseHTTP/0.6 Python/3.11.7"],["date","Sat, 21 Nov 2026 14:20:54 GMT"],["etag","\"b1\""],["content-length","0"]],"failure":null,"body":null,"body_error":null}],"conversations":[0],"decided_in":0,"page":{"title":"A Good Book","html_title":"A Good Book","h1":"A Good Book","names":[],"language":"en"},"url":"http://127.0.0.1:8471/book","expected_title":"A Good Book","title_match":1.0,"missing_fragments":[],"crowd":0,"past":{"best_title_match":1.0,"title":"A Good Book"}}');
INSERT INTO "cases" VALUES(6,'{"verdict":{"status":"moved","reason":"permanent-redirect","confidence":"high","confirmed":true,"because":["the catalog should carry http://127.0.0.1:8471/book","title matches the entry (1.00)","304 Not Modified: the page is as it was on 2026-11-21","301 to http://127.0.0.1:8471/book"],"moved_to":"http://127.0.0.1:8471/book"},"signals":[{"code":"not-modified","detail":"304 Not Modified: the page is as it was on 2026-11-21"},{"code":"permanent-redirect","detail":"301 to http://127.0.0.1:8471/book"},{"code":"replacement-fit","detail":"the catalog should carry http://127.0.0.1:8471/book"},{"code":"title-matches-entry","detail":"title matches the entry (1.00)"}],"exchanges":[{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/old","attempt":1,"waited_s":0.0,"stack":"pyreqwest","address":"127.0.0.1:8471","elapsed_s":0.022,"bytes":151,"status":301,"conditions":[],"headers":[["server","BaseHTTP/0.6 Python/3.11.7"],["date","Sat, 21 Nov 2026 14:20:54 GMT"],["location","/book"],["content-type","text/html"],["content-length","0"]],"failure":null,"body":null,"body_error":null},{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/book","attempt":1,"waited_s":0.0,"stack":"pyreqwest","address":"127.0.0.1:8471","elapsed_s":0.002,"bytes":121,"status":304,"conditions":[["if-none-match","\"b1\""]],"headers":[["server","BaseHTTP/0.6 Python/3.11.7"],["date","Sat, 21 Nov 2026 14:20:54 GMT"],["etag","\"b1\""],["content-length","0"]],"failure":null,"body":null,"body_error":null}],"conversations":[0],"decided_in":0,"page":{"title":"A Good Book","html_title":"A Good Book","h1":"A Good Book","names":[],"language":"en"},"url":"http://127.0.0.1:8471/old","expected_title":"A Good Book","title_match":1.0,"missing_fragments":[],"crowd":0,"past":{"best_title_match":1.0,"title":"A Good Book"}}');
INSERT INTO "cases" VALUES(7,'{"verdict":{"status":"skipped","reason":"robots-disallowed","confidence":"high","confirmed":true,"because":["robots.txt disallows it for catalog-crawler"],"moved_to":null},"signals":[{"code":"robots-disallowed","detail":"robots.txt disallows it for catalog-crawler"}],"exchanges":[{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/private/book","attempt":1,"waited_s":0.0,"stack":"pyreqwest","address":null,"elapsed_s":0.0,"bytes":0,"status":null,"conditions":[],"headers":[],"failure":"robots-disallowed: robots.txt disallows it for catalog-crawler","body":null,"body_error":null}],"conversations":[0],"decided_in":0,"page":null,"url":"http://127.0.0.1:8471/private/book","expected_title":"A Private Book","title_match":null,"missing_fragments":[],"crowd":0,"past":{"best_title_match":null,"title":null}}');
INSERT INTO "cases" VALUES(8,'{"verdict":{"status":"dead","reason":"not-found","confidence":"high","confirmed":false,"because":["404 from http://127.0.0.1:8471/lost","asked again later (httpx): the same"],"moved_to":null},"signals":[{"code":"not-found","detail":"404 from http://127.0.0.1:8471/lost"}],"exchanges":[{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/lost","attempt":1,"waited_s":0.0,"stack":"pyreqwest","address":"127.0.0.1:8471","elapsed_s":0.003,"bytes":136,"status":404,"conditions":[],"headers":[["server","BaseHTTP/0.6 Python/3.11.7"],["date","Sat, 21 Nov 2026 14:20:54 GMT"],["content-type","text/plain"],["content-length","12"]],"failure":null,"body":null,"body_error":null},{"purpose":"page","method":"GET","url":"http://127.0.0.1:8471/lost","attempt":1,"waited_s":0.0,"stack":"httpx","address":"127.0.0.1:8471","elapsed_s":0.024,"bytes":148,"status":404,"conditions":[],"headers":[["server","BaseHTTP/0.6 Python/3.11.7"],["date","Sat, 21 Nov 2026 14:20:54 GMT"],["content-type","text/plain"],["content-length","12"]],"failure":null,"body":null,"body_error":null}],"conversations":[0,1],"decided_in":0,"page":null,"url":"http://127.0.0.1:8471/lost","expected_title":"A Lost Book","title_match":null,"missing_fragments":[],"crowd":0,"past":{"best_title_match":null,"title":null}}');
CREATE TABLE crawler_schema (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "crawler_schema" VALUES(3);
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
INSERT INTO "observations" VALUES(1,'20261121T142053.389707Z','51acc60043f69c7ce601a173479fdd59','http://127.0.0.1:8471/book',0,200,'http://127.0.0.1:8471/book','high','alive','ok',1,'2026-11-21 14:20:53.541083','2026-11-21 14:20:53.541083','2026-11-21 14:20:53.541083',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1.0,'A Good Book',NULL,0,1);
INSERT INTO "observations" VALUES(2,'20261121T142053.389707Z','a734b7341e1ba04cb7c267783cda5d45','http://127.0.0.1:8471/old',0,200,'http://127.0.0.1:8471/book','high','moved','permanent-redirect',1,'2026-11-21 14:20:53.542183','2026-11-21 14:20:53.542183','2026-11-21 14:20:53.542183',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1.0,'A Good Book','http://127.0.0.1:8471/book',0,1);
INSERT INTO "observations" VALUES(3,'20261121T142053.389707Z','bc4e7f58ce83f1d56cab3e62609180b1','http://127.0.0.1:8471/private/book',0,NULL,NULL,'high','skipped','robots-disallowed',1,'2026-11-21 14:20:53.542609','2026-11-21 14:20:53.542609',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,1);
INSERT INTO "observations" VALUES(4,'20261121T142053.389707Z','e58ba101ef95418247d762f0d54ec367','http://127.0.0.1:8471/lost',0,404,'http://127.0.0.1:8471/lost','high','dead','not-found',0,'2026-11-21 14:20:53.569275','2026-11-21 14:20:53.569275',NULL,1,1,'2026-11-21 14:20:53.569275','2026-11-21 14:20:53.569275',1,1,'2026-11-21 14:20:53.569275','2026-11-21 14:20:53.569275',NULL,NULL,NULL,0,1);
INSERT INTO "observations" VALUES(5,'20261121T142054.602358Z','51acc60043f69c7ce601a173479fdd59','http://127.0.0.1:8471/book',0,304,'http://127.0.0.1:8471/book','high','alive','ok',1,'2026-11-21 14:20:53.541083','2026-11-21 14:20:54.637206','2026-11-21 14:20:54.637206',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1.0,'A Good Book',NULL,0,2);
INSERT INTO "observations" VALUES(6,'20261121T142054.602358Z','a734b7341e1ba04cb7c267783cda5d45','http://127.0.0.1:8471/old',0,304,'http://127.0.0.1:8471/book','high','moved','permanent-redirect',1,'2026-11-21 14:20:53.542183','2026-11-21 14:20:54.638644','2026-11-21 14:20:54.638644',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1.0,'A Good Book','http://127.0.0.1:8471/book',0,2);
INSERT INTO "observations" VALUES(7,'20261121T142054.602358Z','bc4e7f58ce83f1d56cab3e62609180b1','http://127.0.0.1:8471/private/book',0,NULL,NULL,'high','skipped','robots-disallowed',1,'2026-11-21 14:20:53.542609','2026-11-21 14:20:54.639120',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,2);
INSERT INTO "observations" VALUES(8,'20261121T142054.602358Z','e58ba101ef95418247d762f0d54ec367','http://127.0.0.1:8471/lost',0,404,'http://127.0.0.1:8471/lost','high','dead','not-found',0,'2026-11-21 14:20:53.569275','2026-11-21 14:20:54.665968',NULL,2,1,'2026-11-21 14:20:53.569275','2026-11-21 14:20:54.665968',2,1,'2026-11-21 14:20:53.569275','2026-11-21 14:20:54.665968',NULL,NULL,NULL,0,2);
CREATE TABLE occurrences (
	observation_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	file TEXT NOT NULL, 
	entry TEXT NOT NULL, 
	field TEXT NOT NULL, 
	PRIMARY KEY (observation_id, position), 
	FOREIGN KEY(observation_id) REFERENCES observations (id) ON DELETE CASCADE
);
INSERT INTO "occurrences" VALUES(1,0,'catalog.yaml','book','url');
INSERT INTO "occurrences" VALUES(2,0,'catalog.yaml','moved','url');
INSERT INTO "occurrences" VALUES(3,0,'catalog.yaml','private','url');
INSERT INTO "occurrences" VALUES(4,0,'catalog.yaml','lost','url');
INSERT INTO "occurrences" VALUES(5,0,'catalog.yaml','book','url');
INSERT INTO "occurrences" VALUES(6,0,'catalog.yaml','moved','url');
INSERT INTO "occurrences" VALUES(7,0,'catalog.yaml','private','url');
INSERT INTO "occurrences" VALUES(8,0,'catalog.yaml','lost','url');
CREATE TABLE pages (
	id INTEGER NOT NULL, 
	run_id VARCHAR NOT NULL, 
	url_key VARCHAR(32) NOT NULL, 
	page_url TEXT NOT NULL, 
	etag VARCHAR, 
	last_modified VARCHAR, 
	read_at DATETIME NOT NULL, 
	facts BLOB, 
	PRIMARY KEY (id), 
	UNIQUE (run_id, url_key), 
	FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE
);
INSERT INTO "pages" VALUES(1,'20261121T142053.389707Z','51acc60043f69c7ce601a173479fdd59','http://127.0.0.1:8471/book','"b1"',NULL,'2026-11-21 14:20:53.541083',X'789C8B36333634B534313037D2512A49AD28D1CF28C9CD51D2512A2D49D3B500D28E0AEEF9F9290A4EF9F9D9F879D128DC589DBCD29C1C08A1949AA70461454385A351782002593D98484BCC294E85922545A5A9B100E19F36BA');
INSERT INTO "pages" VALUES(2,'20261121T142053.389707Z','a734b7341e1ba04cb7c267783cda5d45','http://127.0.0.1:8471/book','"b1"',NULL,'2026-11-21 14:20:53.542183',X'789C8B36333634B534313037D2512A49AD28D1CF28C9CD51D2512A2D49D3B500D28E0AEEF9F9290A4EF9F9D9F879D128DC589DBCD29C1C08A1949AA70461454385A351782002593D98484BCC294E85922545A5A9B100E19F36BA');
CREATE TABLE robots (
	origin_key VARCHAR(32) NOT NULL, 
	origin TEXT NOT NULL, 
	fetched_at DATETIME NOT NULL, 
	body BLOB NOT NULL, 
	etag VARCHAR, 
	last_modified VARCHAR, 
	PRIMARY KEY (origin_key)
);
INSERT INTO "robots" VALUES('710e9f46e24148ab6ef4892d83029053','http://127.0.0.1:8471','2026-11-21 14:20:53.430803',X'789C0B2D4E2DD24D4C4FCD2BB152D0E272C92C4ECCC9C92FB752D02F28CA2C4B2C49E50200BFBE0B37',NULL,NULL);
CREATE TABLE runs (
	id VARCHAR NOT NULL, 
	started_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	catalogs JSON NOT NULL, 
	settings JSON NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "runs" VALUES('20261121T142053.389707Z','2026-11-21 14:20:53.389707','2026-11-21 14:20:53.572752','["catalog.yaml"]','{"catalogs": ["catalog.yaml"], "reports": "reports", "only": null, "shard": null, "due": false, "fail_on": ["changed", "dead"], "new_only": false, "no_metadata": false, "concurrency": 256, "host_concurrency": 2, "host_interval": 0.0, "address_concurrency": 8, "timeout": 20.0, "robots": "respect", "proxy": "none", "nameserver": null, "connect_to": [], "allow_private": true, "log": null, "suggest": {}, "quiet": false}');
INSERT INTO "runs" VALUES('20261121T142054.602358Z','2026-11-21 14:20:54.602358','2026-11-21 14:20:54.668356','["catalog.yaml"]','{"catalogs": ["catalog.yaml"], "reports": "reports", "only": null, "shard": null, "due": false, "fail_on": ["changed", "dead"], "new_only": false, "no_metadata": false, "concurrency": 256, "host_concurrency": 2, "host_interval": 0.0, "address_concurrency": 8, "timeout": 20.0, "robots": "respect", "proxy": "none", "nameserver": null, "connect_to": [], "allow_private": true, "log": null, "suggest": {}, "quiet": false}');
CREATE INDEX observations_latest ON observations (url_key, provisional, id);
CREATE INDEX pages_latest ON pages (url_key, id);
COMMIT;
