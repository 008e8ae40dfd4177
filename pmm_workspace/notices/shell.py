"""What every page shows of the inbox: how many unread notices are in it."""

from django.utils.functional import SimpleLazyObject

from pmm_workspace.notices.models import Notice


def shell(request) -> dict:
    """Context processor. One count by an index, and only for a page that shows the menu."""
    return {"inbox": SimpleLazyObject(lambda: {"unread": unread(request)})}


def unread(request) -> int:
    if getattr(request, "member", None) is None:
        return 0
    return Notice.objects.of(request.user).unread().count()
