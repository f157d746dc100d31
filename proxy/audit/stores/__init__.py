"""Where records lie: one file per database behind `base.Store`; `schema` holds the tables they share."""
