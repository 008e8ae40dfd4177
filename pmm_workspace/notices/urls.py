from django.urls import path

from pmm_workspace.notices import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="inbox_read"),
    path("inbox/<int:pk>/", views.open_notice, name="notice_open"),
    path("inbox/<int:pk>/act/", views.act, name="notice_act"),
    path("settings/mail/", views.settings_mail, name="settings_mail"),
    path("mail/off/<str:switch>/", views.off, name="notices_off"),
]
