-- 由数据库管理员执行一次：三个角色、数据库、扩展与权限。需要 PostgreSQL 17 或更新的版本（builtin 的 C.UTF-8）。
--   OWNER_PASSWORD=… APP_PASSWORD=… READER_PASSWORD=… psql -d postgres -f database.sql
-- huying_owner 升级表结构，huying_app 供网站和后台任务使用，huying_reader 只读。
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
\getenv reader_password READER_PASSWORD
-- 少了哪个口令，下面三句就在那里停下。
CREATE ROLE huying_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE huying_app LOGIN PASSWORD :'app_password';
CREATE ROLE huying_reader LOGIN PASSWORD :'reader_password';
GRANT pg_read_all_stats TO huying_owner;

CREATE DATABASE huying OWNER huying_owner TEMPLATE template0
    ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8';
REVOKE CONNECT, TEMPORARY ON DATABASE huying FROM PUBLIC;
GRANT CONNECT ON DATABASE huying TO huying_app, huying_reader;

\connect huying
\ir rights.sql
