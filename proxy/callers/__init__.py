"""Who is calling: keys, the directory of callers, roles, quotas, and a lid on the noise of those who are nobody."""
