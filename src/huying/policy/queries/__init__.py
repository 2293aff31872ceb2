"""Reads of the policy. What other rooms ask stands here; the other files are for this room's pages."""

from huying.policy.queries.in_force import (
    NoPolicy,
    PolicyInForce,
    calendar_of,
    number_of,
    policy_at,
    policy_of,
    tags_known,
)

__all__ = ["NoPolicy", "PolicyInForce", "calendar_of", "number_of", "policy_at", "policy_of", "tags_known"]
