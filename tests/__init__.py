"""Tests, one folder or file per room; cases as data in `cases/`, records from `factories`."""
