"""``huying keys …``: which keys there are, change them while the site runs, and take old ones out of use."""

from __future__ import annotations

import os
from pathlib import Path

import click

from huying.cli.answers import answer, say
from huying.cli.keys.folder import KeyUnwritable, keep, make_current, new_key, remove
from huying.cli.options import data_option, json_option
from huying.cli.store import opened
from huying.domain.errors import Conflict, NotFound
from huying.domain.system_faults import reason_of
from huying.foundation.secrets import key_id

_KINDS = ("caller", "lookup", "chain", "seal")
_MOVED = ("caller", "lookup")  # whose values are sealed or hashed anew; what was chained and signed stays
_LABELS = {"caller": "诉求人身份", "lookup": "电话检索", "chain": "办理历史", "seal": "封印"}


class KeyInUse(Conflict):
    """A key is the current one, or values still stand under it."""

    code = "key_in_use"
    sentence = "这把密钥还在使用，不能停用，请先运行 huying keys rotate。"


class KeyUnknown(NotFound):
    """No key at hand has this id."""

    code = "key_unknown"
    sentence = "本机没有这个编号的密钥，请用 huying keys list 核对。"


@click.group(help="密钥：查看、轮换、停用；建立备份用的密钥。密钥本身从不显示。")
def keys() -> None:
    """Hold the commands."""


@keys.command("list", help="列出各用途的密钥编号，和仍由它保护的数据有多少。")
@data_option
@json_option
def list_keys(*, data: Path, as_json: bool) -> None:
    """Say which keys there are and what stands under them."""
    found: dict[str, dict[str, int]] = {}
    with opened(data):
        from huying.cli.keys import usage

        for kind in _KINDS:
            ring, counts = usage.ring_ids(kind), usage.used(kind)
            found[kind] = {one: counts[one] for one in dict.fromkeys([*ring, *counts])}
            for one, count in found[kind].items():
                what = "现用" if one == ring[0] else "旧的" if one in ring else "本机没有"
                say(f"{_LABELS[kind]}\t{one}\t{what}\t{count} 项")
    answer(found, as_json=as_json)


@keys.command(help="轮换密钥：新数据用新密钥，旧数据逐批改用新密钥；网站照常运行。中断后再次运行会接着做。")
@click.option("--only", type=click.Choice(_KINDS), multiple=True, help="只换这一种，可给出多个；缺省全部。")
@data_option
@json_option
def rotate(*, only: tuple[str, ...], data: Path, as_json: bool) -> None:
    """Go on with a rotation that is not finished; else make new keys, and move what can be moved."""
    kinds = only or _KINDS
    with opened(data) as store:
        from django.conf import settings

        from huying.cli.keys import moving, usage

        unfinished = [kind for kind in kinds if kind in _MOVED and usage.behind(kind)]
        fresh = [kind for kind in kinds if not unfinished]
        given = [kind for kind in fresh if settings.HUYING_KEYS is None or _is_given(usage.name_of(kind))]
        if given:
            _tell_what_to_set({kind: usage.name_of(kind) for kind in given}, store.data / "keys.new")
        if settings.HUYING_KEYS:
            _change([usage.name_of(kind) for kind in fresh if kind not in given], settings.HUYING_KEYS)
        changed, left = moving.move_all() if set(kinds) & set(_MOVED) else (0, 0)
        ids = {kind: usage.ring_ids(kind)[0] for kind in kinds}
    if unfinished:
        say("上次的轮换没有做完，这次接着做，没有换新密钥。")
    for kind, one in ids.items():
        say(f"{_LABELS[kind]}：现用密钥编号 {one}。")
    say(f"已改用现用密钥 {changed} 行。" + (f"{left} 个电话有两条记录，仍由旧密钥检索，不受影响。" if left else ""))
    answer({"current": ids, "changed": changed, "left": left, "to_set": given}, as_json=as_json)


@keys.command(help="停用一把旧密钥；仍有数据由它保护时拒绝。此前的备份仍需要它，请另行保管。")
@click.argument("identifier", metavar="ID")
@data_option
@json_option
def retire(*, identifier: str, data: Path, as_json: bool) -> None:
    """Take a key out of the ring for good."""
    with opened(data):
        from django.conf import settings

        from huying.cli.keys import usage

        kinds = [kind for kind in _KINDS if identifier in usage.ring_ids(kind)]
        if not kinds:
            raise KeyUnknown
        for kind in kinds:
            if count := usage.used(kind)[identifier]:
                raise KeyInUse(
                    f"还有 {count} 项{_LABELS[kind]}由密钥 {identifier} 保护，不能停用，请先运行 huying keys rotate。"
                )
            if identifier == usage.ring_ids(kind)[0]:
                raise KeyInUse(f"密钥 {identifier} 是现用的，不能停用，请先运行 huying keys rotate。")
        for kind in kinds:
            if settings.HUYING_KEYS:
                remove(settings.HUYING_KEYS, usage.name_of(kind), identifier)
            if identifier in usage.ring_ids(kind):
                say(f"请从环境变量 {usage.name_of(kind)}_MORE 中去掉编号 {identifier} 的密钥，再重启网站和后台任务。")
            else:
                say(f"已停用{_LABELS[kind]}的密钥 {identifier}。")
    answer({"retired": identifier, "kinds": kinds}, as_json=as_json)


@keys.command("backup", help="建立备份用的一对密钥：私钥写到文件，公钥打印出来，用作 huying backup 的 --to。")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@json_option
def backup_key(*, file: Path, as_json: bool) -> None:
    """Make a pair of keys for backups; the secret one never stays on the server."""
    from huying.cli.backup.crypt import new_identity

    secret, public = new_identity()
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as sink:
            sink.write(f"# 公钥：{public}\n{secret}\n")
    except OSError as fault:
        raise KeyUnwritable(f"「{file}」无法写入（{reason_of(fault)}），请换一个文件名或检查权限。") from fault
    say(f"私钥在「{file}」：恢复时才用，请移到服务器之外，由两人分别保管。")
    say(f"公钥（写到 HUYING_BACKUP_TO）：{public}")
    answer({"file": str(file), "public": public}, as_json=as_json)


def _change(names: list[str], folder: Path) -> None:
    """Make new keys the current ones: readable by all first, and a little later written with."""
    from huying.cli.keys.moving import wait
    from huying.foundation.keyring import keys as ring
    from huying.foundation.secrets import NAMES

    if not names:
        return
    new = {name: new_key() for name in names}
    before = ring(anew=True)
    for field, name in NAMES.items():
        if name in new:
            keep(folder, name, new[name])
            keep(folder, name, getattr(before, field))
    wait()
    for name, key in new.items():
        make_current(folder, name, key)
        remove(folder, name, key_id(key))
    ring(anew=True)
    wait()


def _is_given(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def _tell_what_to_set(names: dict[str, str], folder: Path) -> None:
    """Write new keys to files that only we can read, and say what to do with them."""
    for kind, name in names.items():
        path = make_current(folder, name, new_key())
        say(f"{_LABELS[kind]}的密钥来自环境变量，新密钥已写到「{path}」（只有您能读）。请依次：")
        say(f"  1. 把新密钥加进 {name}_MORE（逗号分隔），重启全部网站和后台任务进程；")
        say(f"  2. 把 {name} 改为新密钥，旧的移到 {name}_MORE，再重启全部进程；")
        say(f"  3. 再次运行 huying keys rotate --only {kind}，把旧数据改用新密钥；然后删除「{path}」。")
