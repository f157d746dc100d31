"""Imported by every interpreter that has this folder on its path: the network guard, before anything else."""

import network_guard

network_guard.install()
