#!/bin/sh
# A production set-up as docs/howto/install.md describes it, in namespaces of its own: no network, and none of
# the machine's own folders is touched. Usage: production.sh WORK BUNDLE. Results lie in WORK.
set -eu
work=$1
bundle=$2

ip link set lo up
mount --make-rprivate /
for place in etc opt var/lib usr/local/bin; do
    mkdir -p "$work/root/$place"
done
cp -a /etc/. "$work/root/etc"
mkdir -p "$work/root/etc/systemd/system"
for place in etc opt var/lib usr/local/bin; do
    mount --bind "$work/root/$place" "/$place"
done

sh "$bundle/install.sh"

# PostgreSQL of its own, the roles and the database by the file that administrators get. This build knows no TLS,
# so we come by the socket, with a password.
binaries=$(dirname "$(find -L /opt/huying/current -path '*pginstall/bin/initdb' | head -n 1)")
store=$work/store
install -d -o nobody "$store"
as_nobody() { setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; }
echo p1 >"$work/superuser"
as_nobody "$binaries/initdb" --pgdata="$store/data" --username=postgres --pwfile="$work/superuser" \
    --auth=scram-sha-256 --no-sync >/dev/null
as_nobody "$binaries/pg_ctl" --pgdata="$store/data" --log="$store/log" --wait start \
    --options="-p 5433 -k $store -c listen_addresses= -c fsync=off" >/dev/null
trap 'as_nobody "$binaries/pg_ctl" --pgdata="$store/data" --mode=fast stop >/dev/null' EXIT
PGPASSWORD=p1 OWNER_PASSWORD=o1 APP_PASSWORD=a1 READER_PASSWORD=r1 "$binaries/psql" --quiet --host="$store" \
    --port=5433 --username=postgres --dbname=postgres --file="$bundle/deploy/postgres/database.sql"

place="/huying?host=$store\\&port=5433"
sed -i "s|口令@db.example.cn/huying?[^']*|a1@$place|" /etc/huying/secrets.env
sed -i "s|口令@db.example.cn/huying?[^']*|o1@$place|" /etc/huying/owner.env

huying migrate --json >"$work/migrate.json"
huying centre open --code haicheng --name 海城市12345 --json >"$work/centre.json"
huying check --json >"$work/check.json" || true

started=''
for port in 8001 8002; do
    huying web --host 127.0.0.1 --port $port &
    started="$started $!"
done
for number in 1 2; do
    huying worker &
    started="$started $!"
done
for port in 8001 8002; do
    for second in $(seq 200); do
        "$work/fetch" "$port" >"$work/page-$port.html" 2>/dev/null && break
        sleep 1
    done
done
kill $started
for one in $started; do
    code=0
    wait "$one" || code=$?
    echo "$code" >>"$work/exits"
done

ls -ln --time-style=+ /etc/huying >"$work/settings"
ls /etc/systemd/system >"$work/units"
cat /etc/huying/secrets.env >"$work/secrets"
stat -c '%U %a' /var/lib/huying >"$work/data"
