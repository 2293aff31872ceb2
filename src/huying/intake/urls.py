"""Routes of the intake."""

from django.urls import path

from huying.intake.views import drafting, later, merging, own, registering

urlpatterns = [
    path("citizen/register/", registering.citizen_register, name="citizen_register"),
    path("citizen/query/", registering.citizen_query, name="citizen_query"),
    path("citizen/leave/", registering.citizen_leave, name="citizen_leave"),
    path("citizen/order/add/", own.add, name="citizen_add"),
    path("citizen/order/urge/", own.urge, name="citizen_urge"),
    path("citizen/order/write/", own.write, name="citizen_write"),
    path("citizen/order/withdraw/", own.withdraw, name="citizen_withdraw"),
    path("register/", registering.register, name="register"),
    path("danger/", registering.danger_agreement, name="danger_agreement"),
    path("register/known/", registering.known, name="known"),
    path("register/draft/", drafting.draft_title, name="draft_title"),
    path("register/draft/matter/", drafting.draft_matter, name="draft_matter"),
    path("orders/<str:number>/accept/", registering.accept, name="accept_order"),
    path("orders/<str:number>/information/", registering.information, name="add_information"),
    path("orders/<str:number>/urge/", later.urge, name="urge_order"),
    path("orders/<str:number>/link/", later.link, name="link_repeat"),
    path("orders/<str:number>/unlink/", later.unlink, name="unlink_repeat"),
    path("orders/<str:number>/split/", merging.split, name="split_order"),
    path("merges/", merging.merges, name="merges"),
    path("orders/<str:number>/merge/", merging.merge, name="merge_orders"),
    path("orders/<str:number>/unmerge/", merging.unmerge, name="unmerge_order"),
    path("orders/<str:number>/withdraw/", registering.withdraw, name="withdraw_order"),
]
