#!/bin/sh
# /usr/local/bin/huying：以系统用户 huying 的身份运行，带上 /etc/huying 中的设置和秘密。
set -eu
if [ "$(id -u)" != 0 ]; then
    echo '请以 root 运行（如 sudo huying …）：设置中的秘密只有 root 能读。' >&2
    exit 2
fi
set -a
. /etc/huying/huying.env
. /etc/huying/secrets.env
case ${1:-} in
    web | worker | up) ;;
    *) . /etc/huying/owner.env ;;
esac
set +a
HOME=$HUYING_DATA
export HOME
exec setpriv --reuid=huying --regid=huying --init-groups /opt/huying/current/bin/huying "$@"
