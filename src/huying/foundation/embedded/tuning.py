"""How the embedded server is set: for a laptop or a two-core server. 约定: every figure is ours."""

from __future__ import annotations

from collections.abc import Mapping

# Given on the command line at each start, so that a newer programme brings its own figures.
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "synchronous_commit": "on",
    "shared_preload_libraries": "pg_stat_statements",
    "idle_in_transaction_session_timeout": "5min",
    "timezone": "UTC",
    "log_timezone": "Asia/Shanghai",
    "lc_messages": "C",
    # A week of logs, and no citizen's words in them: no statement, no parameter, no detail of a conflict.
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgres-%a.log",
    "log_truncate_on_rotation": "on",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
}


def arguments(*, socket_dir: str, more: Mapping[str, str]) -> list[str]:
    """Return the server's command-line arguments; ``more`` wins over the settings above."""
    merged = {**SETTINGS, "unix_socket_directories": socket_dir, **more}
    return [f"--{name.replace('_', '-')}={value}" for name, value in merged.items()]
