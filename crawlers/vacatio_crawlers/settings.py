"""Scrapy's settings: robots obeyed, one request at a time, certificates verified, sizes bounded.

Nothing here names a module outside this package: names in strings are invisible to the test
that holds the direction of imports.
"""

from __future__ import annotations

BOT_NAME = "vacatio"
SPIDER_MODULES = ["vacatio_crawlers.sources"]
NEWSPIDER_MODULE = "vacatio_crawlers.sources"

#: By `manners.StrictRobots`, which also takes rules that cannot be read as closed.
ROBOTSTXT_OBEY = True
#: Of one source, which has an engine of its own: one on its way, one in line.
CONCURRENT_REQUESTS = 2
CONCURRENT_REQUESTS_PER_DOMAIN = 1
#: One by one: documents keep their order, and Scrapy starts no hundred tasks for every page.
CONCURRENT_ITEMS = 1
#: Where a source names no delay of its own.
DOWNLOAD_DELAY = 2.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_TARGET_CONCURRENCY = 0.7
AUTOTHROTTLE_START_DELAY = 2.0
AUTOTHROTTLE_MAX_DELAY = 60.0

#: The largest acts of the reference bank take a minute to come.
DOWNLOAD_TIMEOUT = 90
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = True
DOWNLOAD_VERIFY_CERTIFICATES = True
#: Scrapy can trust no authority for one host alone; this policy verifies every certificate too.
DOWNLOADER_CLIENTCONTEXTFACTORY = "vacatio_crawlers.verifying.HostAuthorities"
VACATIO_CA_FILES: dict[str, str] = {}

#: No crawl runs into the next night's.
CLOSESPIDER_TIMEOUT = 20 * 60 * 60

RETRY_TIMES = 3
RETRY_HTTP_CODES = [429, 500, 502, 503, 504]
#: Seconds before the first, second and third retry, where the server names none.
VACATIO_BACKOFF = [5.0, 10.0, 20.0]
#: A server that asks for a longer pause than this is asked again the next night.
VACATIO_LONGEST_PAUSE = 120.0
#: 0 on the loopback replica: the tries stay, the waiting goes.
VACATIO_PAUSE_SCALE = 1.0

REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
COOKIES_ENABLED = False
#: Lists lead from page to page: this stands behind the bound that each source sets for its own.
DEPTH_LIMIT = 2_000
HTTPCACHE_ENABLED = False
TELNETCONSOLE_ENABLED = False
EXTENSIONS = {
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.remote_control.RemoteControl": None,  # a crawl opens no port
}

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "vacatio_crawlers.manners.OwnOrigins": 50,
    "vacatio_crawlers.manners.StrictRobots": 100,
    "vacatio_crawlers.manners.PatientRetry": 550,
}
ITEM_PIPELINES = {"vacatio_crawlers.worker.HandOver": 500}

LOG_LEVEL = "INFO"
LOG_INSTALL_ROOT_HANDLER = False
