"""The sealed bytes on disk: keys, files, logs, snapshots, history, caches and backups."""
