"""Imported by a fork server: whatever it forks begins its build at once."""

from tests.platform.quick_build import warm_up

warm_up()
