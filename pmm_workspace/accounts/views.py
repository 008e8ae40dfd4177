"""Pages about people: profile, workspace, invitations and tokens."""

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pmm_workspace.accounts import people, tokens
from pmm_workspace.accounts.forms import (
    NewInvitation,
    NewProduct,
    NewToken,
    NewWorkspace,
    Profile,
    Registration,
    Setup,
    WorkspaceSettings,
)
from pmm_workspace.accounts.models import ApiToken, Invitation, Membership, Product, Role, User
from pmm_workspace.accounts.policy import PUBLIC, SIGNED_IN, policy

NEW_LINK, NEW_TOKEN = "new link", "new token"  # in the session until they are shown
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@policy(read=SIGNED_IN)
def settings(request):
    """My profile."""
    form = Profile(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("settings")
    memberships = Membership.objects.filter(user=request.user).select_related("workspace")
    return render(request, "settings/profile.html", {"form": form, "memberships": memberships, "add": NewWorkspace()})


@policy(read=SIGNED_IN)
@require_POST
def open_workspace(request):
    """A workspace of my own; I am its first admin."""
    form = NewWorkspace(request.POST)
    if not form.is_valid():
        messages.error(request, _("A workspace needs a name of at most 120 characters."))
        return redirect("settings")
    request.session["workspace"] = people.open_workspace(form.cleaned_data["name"], by=request.user).pk
    return redirect("home")


@policy(read=PUBLIC)
def nowhere(request, **parameters):
    """Instead of a page of the sign-in library that nobody here needs."""
    raise Http404


@policy(read=PUBLIC)
@never_cache
def setup(request):
    """The first visit to a new installation: its first admin and workspace."""
    if User.objects.exists():
        return redirect("home")
    form = Setup(request.POST or None)
    if request.method == "POST" and form.is_valid():
        member = people.set_up(**form.cleaned_data)
        login(request, member.user, backend=BACKEND)
        return redirect("home")
    return render(request, "settings/setup.html", {"form": form})


@policy(read=SIGNED_IN)
@require_POST
def switch(request, pk):
    """Work in another of my workspaces from now on."""
    member = get_object_or_404(Membership, user=request.user, workspace_id=pk)
    request.session["workspace"] = member.workspace_id
    return redirect("home")


@policy(read="manage")
def workspace(request):
    form = WorkspaceSettings(request.POST or None, instance=request.member.workspace)
    if request.method == "POST" and form.is_valid():
        workspace = form.save()
        messages.success(request, _("Saved."))
        for said in people.followed(workspace):
            messages.warning(request, said)
        return redirect("settings_workspace")
    return render(
        request, "settings/workspace.html", {"form": form, "products": Product.objects.all(), "add": NewProduct()}
    )


@policy(read="manage")
@require_POST
def add_product(request):
    form = NewProduct(request.POST)
    if form.is_valid():
        people.add_product(form.cleaned_data["name"], by=request.user)
    else:
        messages.error(request, _("A product needs a name of at most 120 characters."))
    return redirect("settings_workspace")


@policy(read="manage")
@never_cache
def members(request):
    """Who is here, and who is invited. An invitation's link is shown once, on the page after the form."""
    form = NewInvitation(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _invitation, secret = people.invite(form.cleaned_data["email"], role=form.cleaned_data["role"], by=request.user)
        request.session[NEW_LINK] = request.build_absolute_uri(reverse("invitation", args=[secret]))
        return redirect("settings_members")
    link = request.session.pop(NEW_LINK, None)
    here = Membership.objects.filter(workspace=request.member.workspace).select_related("user").order_by("user__name")
    invited = Invitation.objects.filter(workspace=request.member.workspace, accepted_at=None)
    context = {"form": form, "members": here, "invited": invited, "link": link, "roles": Role.choices}
    return render(request, "settings/members.html", context)


@policy(read="manage")
@require_POST
def change_member(request, pk):
    """Give a member another role, or take the membership away."""
    member = get_object_or_404(Membership, pk=pk, workspace=request.member.workspace)
    try:
        _change(member, request.POST.get("role", ""), request.user)
        messages.success(request, _("Done."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("settings_members")


def _change(member, role, by):
    if role == "remove":
        people.remove_member(member, by=by)
    else:
        people.change_role(member, role, by=by)


@policy(read="manage")
@require_POST
def withdraw_invitation(request, pk):
    get_object_or_404(Invitation, pk=pk, workspace=request.member.workspace, accepted_at=None).delete()
    return redirect("settings_members")


@policy(read="read")
@never_cache
def api_tokens(request):
    """My tokens. A new one is shown once, on the page after the form."""
    form = NewToken(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _token, request.session[NEW_TOKEN] = tokens.issue(
            request.user,
            workspace=request.member.workspace,
            name=form.cleaned_data["name"],
            scopes=form.scopes(),
            days=form.cleaned_data["days"],
        )
        return redirect("settings_tokens")
    secret = request.session.pop(NEW_TOKEN, None)
    mine = ApiToken.objects.filter(user=request.user, workspace=request.member.workspace, revoked_at=None)
    return render(request, "settings/tokens.html", {"form": form, "tokens": mine, "secret": secret})


@policy(read="read")
@require_POST
def revoke_token(request, pk):
    tokens.revoke(get_object_or_404(ApiToken, pk=pk, user=request.user), by=request.user)
    messages.success(request, _("Revoked. Whatever used this token is out."))
    return redirect("settings_tokens")


@policy(read=PUBLIC)
@never_cache
def invitation(request, secret):
    """Join by a link: with the account that is signed in, or as somebody new."""
    found = people.invitation_behind(secret)
    if found is None:
        return render(request, "settings/invitation_gone.html", status=404)
    form = Registration(request.POST or None)
    if request.method == "POST" and (request.user.is_authenticated or form.is_valid()):
        return _join(request, secret, form, found)
    return render(request, "settings/invitation.html", {"invitation": found, "form": form})


def _join(request, secret, form, found):
    try:
        if request.user.is_authenticated:
            member = people.accept(secret, user=request.user)
        else:
            member = people.register(secret, **form.cleaned_data)
            login(request, member.user, backend=BACKEND)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return render(request, "settings/invitation.html", {"invitation": found, "form": form}, status=422)
    request.session["workspace"] = member.workspace_id
    return redirect("home")
