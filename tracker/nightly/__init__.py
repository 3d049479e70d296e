"""The nightly job: crawl, match, compare with the last finished night, tell. Knows no spider: the door tells it
which commands to run and what a normal night of each source brings (`plan.SourcePlan`)."""
