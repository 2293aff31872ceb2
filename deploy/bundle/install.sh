#!/bin/sh
# 呼应 · 断网安装。用法见 sh install.sh --help；说明见 docs/howto/install.md。
set -eu
umask 022

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
into=''
python=''

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 2; }

usage() {
    cat >&2 <<'END'
用法：sh install.sh [--into 目录] [--python 程序]

  普通用户：装到 ~/huying 供试用，不改动系统。
  root：    建立系统用户 huying，装到 /opt/huying，放好设置、密钥和 systemd 单元，不启动任何服务。

  --into 目录    装到这个目录供试用；root 用它也不改动系统。
  --python 程序  用这个 Python；不写则自己找。
END
}

while [ $# -gt 0 ]; do
    case $1 in
        --into) [ $# -gt 1 ] || stop '请在 --into 之后写明目录。'; into=$2; shift 2 ;;
        --python) [ $# -gt 1 ] || stop '请在 --python 之后写明程序。'; python=$2; shift 2 ;;
        -h | --help) usage; exit 0 ;;
        *) usage; stop "没有选项 $1。" ;;
    esac
done

fits() {
    version=$("$1" -c 'import sys, venv; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || return 1
    grep -qx "$version" "$here/PYTHONS"
}

find_python() {
    if [ -n "$python" ]; then
        fits "$python" || stop "「$python」不能用：本安装包适用于 Python $(paste -sd' ' "$here/PYTHONS")。"
        return
    fi
    # 系统自带的在前：系统用户 huying 也要够得着它。
    for python in /usr/bin/python3 /usr/bin/python3.1[123] python3 python3.13 python3.12 python3.11; do
        if fits "$python"; then return; fi
    done
    stop "没有找到合适的 Python：请先安装 Python $(paste -sd' ' "$here/PYTHONS") 中的一个，或用 --python 指明。"
}

check_archive() {
    (cd "$here" && sha256sum --quiet --check SHA256SUMS >/dev/null 2>&1) ||
        stop '安装包不完整或被改动过，请重新拷贝后再解开。'
    machine=$(cat "$here/MACHINE")
    [ "$(uname -m)" = "$machine" ] || stop "本安装包适用于 $machine 处理器，这台机器是 $(uname -m)。"
}

# install_programme 目录：在目录中建立虚拟环境，只用包内的文件。
install_programme() {
    say "正在安装到 $1 ……"
    "$python" -m venv --without-pip "$1"
    set -- "$1" "$(ls "$here"/wheels/pip-*.whl)"
    run_pip "$@" --require-hashes --requirement "$here/requirements.lock"
    run_pip "$@" --no-deps "$here"/wheels/huying-*.whl
    mkdir -p "$1/share/huying"
    cp -R "$here/deploy" "$here/docs" "$here/licences" "$here/LICENCES.md" "$here/LICENSE" "$here/sbom.cdx.json" \
        "$1/share/huying/"
    touch "$1/.complete"
}

# run_pip 目录 安装程序 其余参数
run_pip() {
    environment=$1 installer=$2
    shift 2
    PIP_CONFIG_FILE=/dev/null PYTHONPATH="$installer" "$environment/bin/python" -m pip install --quiet \
        --disable-pip-version-check --no-index --no-cache-dir --find-links "$here/wheels" "$@" ||
        stop '软件包没有装上，请查看上面的说明。'
}

install_for_trial() {
    into=${into:-$HOME/huying}
    mkdir -p "$into" || stop "目录「$into」无法建立，请用 --into 另选一个。"
    into=$(CDPATH='' cd -- "$into" && pwd)
    [ ! -e "$into/programme/.complete" ] || stop "「$into」中已经装过，请用 --into 另选一个目录。"
    rm -rf "$into/programme"
    install_programme "$into/programme"
    ln -sf programme/bin/huying "$into/huying"
    say '已装好。启动（含演示城市，只在本机访问）：'
    say "  $into/huying up --data $into/var"
}

new_key() { "$python" -c 'import base64, os; print(base64.b64encode(os.urandom(32)).decode())'; }

write_settings() {
    mkdir -p /etc/huying
    [ -e /etc/huying/huying.env ] || cp "$here/deploy/settings/huying.env" /etc/huying/huying.env
    for file in secrets.env owner.env; do
        [ -e "/etc/huying/$file" ] && continue
        (umask 077 && cp "$here/deploy/settings/$file" "/etc/huying/$file")
        chmod 600 "/etc/huying/$file"
    done
    for name in SECRET CALLER LOOKUP CHAIN SEAL; do
        if grep -qx "HUYING_${name}_KEY=" /etc/huying/secrets.env; then
            sed -i "s|^HUYING_${name}_KEY=\$|HUYING_${name}_KEY=$(new_key)|" /etc/huying/secrets.env
        fi
    done
}

install_for_production() {
    for word in useradd setpriv install sed; do
        command -v "$word" >/dev/null || stop "缺少系统命令 $word，请先安装它。"
    done
    id huying >/dev/null 2>&1 ||
        useradd --system --user-group --no-create-home --home-dir /var/lib/huying --shell /usr/sbin/nologin huying
    install -d -o huying -g huying -m 0711 /var/lib/huying
    digest=$(sha256sum "$here/SHA256SUMS" | cut -c1-8)
    release=/opt/huying/$(ls "$here"/wheels/huying-*.whl | sed 's|.*/huying-\([^-]*\)-.*|\1|')-$digest
    if [ ! -e "$release/.complete" ]; then
        rm -rf "$release"
        mkdir -p /opt/huying
        install_programme "$release"
    fi
    setpriv --reuid=huying --regid=huying --init-groups "$release/bin/huying" --help >/dev/null 2>&1 ||
        stop "系统用户 huying 用不了「$python」，请安装系统自带的 Python，并用 --python 指明。"
    write_settings
    ln -sfn "$release" /opt/huying/current.new
    mv -T /opt/huying/current.new /opt/huying/current
    mkdir -p /usr/local/bin
    install -m 0755 "$here/deploy/systemd/huying.sh" /usr/local/bin/huying
    if [ -d /etc/systemd/system ]; then
        for unit in "$here"/deploy/systemd/*.service "$here"/deploy/systemd/*.slice "$here"/deploy/systemd/*.target; do
            install -m 0644 "$unit" /etc/systemd/system/
        done
        [ ! -d /run/systemd/system ] || systemctl daemon-reload
    fi
    say "已装好 $release，没有启动任何服务。接下来："
    say '  1. 在 /etc/huying 中写明数据库和域名；妥善备份 secrets.env 中的密钥。'
    say '  2. huying migrate；huying check'
    say '  3. systemctl enable --now huying.target'
    say '  每一步见 docs/howto/install.md；从旧版本升级见 docs/howto/upgrade.md。'
}

check_archive
find_python
if [ "$(id -u)" = 0 ] && [ -z "$into" ]; then install_for_production; else install_for_trial; fi
