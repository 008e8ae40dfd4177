"""The one click that takes the sample away."""

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmm_workspace.accounts.models import User
from pmm_workspace.accounts.policy import policy
from pmm_workspace.sample.removal import remove


@policy(read="manage")
@require_POST
def remove_sample(request):
    """Delete the sample workspace; who was invented is signed out for good."""
    try:
        remove(request.member.workspace, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("settings_workspace")
    if not User.objects.filter(pk=request.user.pk).exists():
        logout(request)
    messages.success(request, _("The sample workspace is gone."))
    return redirect("home")
