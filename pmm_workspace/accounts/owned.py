"""Rows that belong to one workspace: what is not asked for inside it is not found."""

from django.db import models

from pmm_workspace.common import tenancy


class CurrentWorkspace(models.Expression):
    """The id of the workspace in force when the query runs, so that forms may be declared without one."""

    output_field = models.BigIntegerField()

    def as_sql(self, compiler, connection):
        return "%s", [tenancy.current()]


class InWorkspace(models.Manager):
    """Only the current workspace's rows; without one, an error instead of everybody's data."""

    def get_queryset(self):
        return super().get_queryset().filter(workspace_id=CurrentWorkspace())


class WorkspaceOwned(models.Model):
    """A row of one workspace. `everywhere` is for code that has entered no workspace yet."""

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, editable=False)

    is_filled_at_once = False  # so many rows in one go that the app has to tell the planner of them

    objects = InWorkspace()
    everywhere = models.Manager()

    class Meta:
        abstract = True

    def save(self, **options):
        if self.workspace_id is None:
            self.workspace_id = tenancy.current()
        super().save(**options)
