"""The pages' contents, one file each: what is asked, and in which order it is shown."""
