#!/bin/sh
# 数据库第一次启动时运行；三个口令来自 database.env。
set -eu
psql --username "${POSTGRES_USER:-postgres}" --dbname postgres --file /sql/database.sql
