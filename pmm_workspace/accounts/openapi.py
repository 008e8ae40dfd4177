"""How the API's description names the ways to sign in."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class Token(OpenApiAuthenticationExtension):
    target_class = "pmm_workspace.accounts.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer", "description": "A token from Settings, API tokens."}


class Session(OpenApiAuthenticationExtension):
    target_class = "pmm_workspace.accounts.tokens.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema):
        return {"type": "apiKey", "in": "cookie", "name": "session"}
