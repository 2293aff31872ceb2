"""Why the operating system refused: the reasons that a person can do something about, in Chinese."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "系统不允许",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘读写出错",
    errno.EFBIG: "文件超过了允许的大小",
    errno.EEXIST: "同名的文件已经存在",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ENAMETOOLONG: "名字太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EBUSY: "正被别的程序使用",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENFILE: "同时打开的文件太多",
    errno.ENOMEM: "内存不足",
    errno.ESTALE: "网络文件夹已断开",
}


def reason_of(fault: OSError) -> str:
    """Return the reason without a full stop; one that is not listed is named by its symbol, such as ``EPIPE``."""
    number = fault.errno or 0
    return _REASONS.get(number) or (f"系统错误 {errno.errorcode.get(number, number)}" if number else "原因不明")
