"""Django's PostgreSQL backend, telling the server the current workspace before it is needed.

The policies compare each row with the setting `pmm.workspace`. It is sent only when it differs from
what this connection was last told, and again after a rollback, which takes settings back as well.
"""

from django.db.backends.postgresql import base

from pmm_workspace.common import tenancy

UNKNOWN = object()
# A page asks for many small sums at once. Compiling them, where PostgreSQL can, takes longer than all of them together.
_TELL = "SELECT set_config('pmm.workspace', %s, false), set_config('jit', 'off', false)"


class DatabaseWrapper(base.DatabaseWrapper):
    _told: object = UNKNOWN

    def get_new_connection(self, conn_params):
        self._told = UNKNOWN
        return super().get_new_connection(conn_params)

    def create_cursor(self, name=None):
        self._tell()
        return super().create_cursor(name)

    def _rollback(self):
        self._told = UNKNOWN
        return super()._rollback()

    def _savepoint_rollback(self, sid):
        self._told = tenancy.current_or_none()  # the transaction is broken: nothing may be said before the rollback
        super()._savepoint_rollback(sid)
        self._told = UNKNOWN

    def _tell(self):
        workspace_id = tenancy.current_or_none()
        if workspace_id == self._told:
            return
        with self.connection.cursor() as cursor:
            cursor.execute(_TELL, [str(workspace_id or "")])
        self._told = workspace_id
