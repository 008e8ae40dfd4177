from django.urls import path

from pmm_workspace.accounts import views

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/workspace/", views.workspace, name="settings_workspace"),
    path("settings/products/", views.add_product, name="add_product"),
    path("settings/members/", views.members, name="settings_members"),
    path("settings/members/<int:pk>/", views.change_member, name="change_member"),
    path("settings/invitations/<int:pk>/withdraw/", views.withdraw_invitation, name="withdraw_invitation"),
    path("settings/tokens/", views.api_tokens, name="settings_tokens"),
    path("settings/tokens/<int:pk>/revoke/", views.revoke_token, name="revoke_token"),
    path("setup/", views.setup, name="setup"),
    path("workspaces/", views.open_workspace, name="open_workspace"),
    path("workspaces/<int:pk>/", views.switch, name="switch_workspace"),
    path("invitation/<str:secret>/", views.invitation, name="invitation"),
]
