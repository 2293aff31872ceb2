"""What the desks' tests read off a page."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from huying.workorders.models import Order


def order_url(order: Order) -> str:
    return reverse("order", kwargs={"number": order.number})


def shown(answer: Any) -> str:
    """Return a page's text, tags taken out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def listed(client: Client, url: str) -> set[str]:
    """Return the numbers of the orders that a list links to."""
    return set(re.findall(r'href="/orders/(\d+)/"', client.get(url).content.decode()))
