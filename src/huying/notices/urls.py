"""Routes of notices."""

from django.urls import path

from huying.notices import views

urlpatterns = [
    path("inbox/", views.inbox_page, name="inbox"),
    path("inbox/read/", views.read_them, name="read_inbox"),
    path("inbox/<int:notice_id>/open/", views.open_one, name="open_notice"),
    path("navigation/", views.navigation, name="navigation"),
    path("messages/", views.log, name="messages"),
    path("messages/<int:message_id>/again/", views.again, name="send_message_again"),
    # Short, since it stands in a short message; the page itself is among the desks.
    path("m/<str:code>/choose/", views.choose, name="citizen_choose"),
]
