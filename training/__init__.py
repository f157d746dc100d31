"""Trains the name model that ships in `detectors/names/model`. Not part of the wheel; `make model` runs it.

Needs the packages of `training/requirements.txt` in an environment of their own, and the data folder described in
docs/model-card.md. Everything is seeded; what is drawn is written to the run's folder.
"""
