"""Every figure by which a reply is judged, in one place. 约定: all of them; no norm gives one."""

from __future__ import annotations

# A clause with fewer letters than this, after set phrases are cut, says nothing.
CLAUSE_AT_LEAST = 2
# A reply with fewer letters of substance than this has not answered.
SUBSTANCE_AT_LEAST = 4
# Nothing that can be checked, and of so few letters and so small a share besides set phrases: no answer either.
UNCHECKED_BELOW = 36
UNCHECKED_SHARE = 0.4
# 依据: domain.md 6.3, 办结汇总 (≤ 500 字) in a form in use; 约定: a whole reply may be twice as long.
LONGEST = 1000
# Two replies are the same when so large a share of their four-letter pieces is, figures aside; shorter ones say little.
COPIED_FROM = 0.8
COPIED_SHORTEST = 30
# Of a long reply that was copied, so many letters are shown.
QUOTE = 80
