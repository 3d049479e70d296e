"""The nightly job: crawl, match, compare with the last finished night, report. It knows no spider: the command line
passes it the commands to run and what is expected of each source (`plan.SourcePlan`)."""
