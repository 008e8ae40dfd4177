"""Who works here, where, and what they may do."""

import secrets
from datetime import timedelta
from hashlib import sha256
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pmm_workspace.accounts.owned import WorkspaceOwned


def known_timezone(name):
    if name not in available_timezones():
        raise ValidationError(_("%(name)s is not a time zone. Example: Europe/Berlin."), params={"name": name})


class People(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person, who signs in by e-mail and may belong to several workspaces."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    theme = models.CharField(_("theme"), max_length=6, choices=Theme, default=Theme.SYSTEM)
    timezone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[known_timezone])
    single_keys = models.BooleanField(
        _("shortcuts of a single key"),
        default=True,
        help_text=_("Such as “/” for search. Ctrl K opens the commands either way."),
    )
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=now)

    objects = People()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self):
        return self.name or self.email


class Workspace(models.Model):
    """A company's room: its people, products, documents and numbers."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(unique=True)
    timezone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[known_timezone])
    week_start = models.PositiveSmallIntegerField(_("week starts on"), default=0, help_text=_("0 is Monday."))
    currency = models.CharField(_("currency"), max_length=3, default="USD", help_text=_("ISO 4217, e.g. EUR."))
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    def __str__(self):
        return self.name


class Role(models.TextChoices):
    ADMIN = "admin", _("Admin")
    PMM = "pmm", _("PMM")
    PM = "pm", _("PM")
    REP = "rep", _("Sales rep")


class Membership(models.Model):
    """One person in one workspace, in one role."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=5, choices=Role)
    joined_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "workspace"], name="one_membership")]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()}"


class Product(WorkspaceOwned):
    """Something the workspace takes to market."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "slug"], name="product_slug")]

    def __str__(self):
        return self.name

    def save(self, **options):
        self.slug = self.slug or slugify(self.name) or secrets.token_hex(4)
        super().save(**options)


def digest(secret: str) -> str:
    """What is kept of a secret: random secrets of 32 bytes need no salt."""
    return sha256(secret.encode()).hexdigest()


def in_two_weeks():
    return now() + timedelta(days=14)


class Invitation(models.Model):
    """A link by which somebody joins; only its digest is stored."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=5, choices=Role)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(default=in_two_weeks)
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.email} · {self.get_role_display()}"


class Scope(models.TextChoices):
    READ = "read", pgettext_lazy("right", "Read")
    WRITE = "write", _("Read and write")


class ApiToken(models.Model):
    """A program's key to one workspace: shown once, stored as a digest."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="tokens")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=80, help_text=_("What will use it, e.g. CRM sync."))
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope), verbose_name=_("scopes"))
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.name} ({self.prefix}…)"
