"""Routes of dispatch."""

from django.urls import path

from huying.dispatch.views import assign, automatic, ledger, returns

urlpatterns = [
    path("orders/<str:number>/assign/", assign.assign, name="assign_unit"),
    path("orders/<str:number>/recall/", automatic.recall, name="recall_order"),
    path("dispatch/automatic/", automatic.standing, name="automatic"),
    path("dispatch/automatic/recompute/", automatic.recompute, name="automatic_recompute"),
    path("dispatch/accuracy/", automatic.compared, name="dispatch_accuracy"),
    path("orders/<str:number>/return/", returns.ask, name="request_return"),
    path("orders/<str:number>/return/withdraw/", returns.withdraw, name="withdraw_return"),
    path("orders/<str:number>/return/settle/", returns.settle, name="settle_return"),
    path("orders/<str:number>/return/rule/", returns.rule, name="rule_unit"),
    path("returns/", ledger.waiting, name="returns"),
    path("returns/settled/", ledger.settled, name="returns_settled"),
    path("returns/units/", ledger.by_unit, name="returns_by_unit"),
    path("returns/unsigned/", ledger.unsigned, name="unsigned"),
    path("precedents/", ledger.rulings, name="precedents"),
]
