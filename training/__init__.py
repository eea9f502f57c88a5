"""Train and judge the topic reader; not in the wheel."""
