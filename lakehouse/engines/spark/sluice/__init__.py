"""Runs the models of `lakehouse/models/` on Spark and Delta Lake: Bronze to Silver to Gold, one refresh at a time."""
