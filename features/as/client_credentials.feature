@as
Feature: A token of a client's own is for clients that can prove who they are

  @rfc6749-4.4.2-cc-success @must @needs-client_credentials
  Rule: A client gets a token of its own for its credentials
    Services that act for themselves have no other way to get a token.

    Scenario: A machine asks for a token
      Given a machine client
      When the client asks for a token of its own
      Then the token request is granted
      And the token says of which type it is

  @rfc6749-4.4.2-cc-must-authenticate @must @needs-client_credentials
  Rule: A client that does not authenticate gets no token of its own
    Here the authentication is the whole of the grant.

    Scenario Outline: A machine asks <flaw>
      Given a machine client
      And the client gets a token of its own
      When the client asks for a token of its own <flaw>
      Then the token request is refused with "invalid_client"

      Examples:
        | flaw                                  |
        | with a wrong secret                   |
        | naming itself without authenticating  |

    Scenario: A machine asks without saying who it is
      Given a machine client
      And the client gets a token of its own
      When the client asks for a token of its own without saying who it is
      Then the token request is refused with "invalid_client" or "invalid_request"

  @rfc6749-4.4-cc-confidential-only @must @needs-client_credentials
  Rule: A public client gets no token of its own
    It has no credentials: whoever knows its name could ask.

    Scenario Outline: A <kind> client asks for a token of its own
      Given a <kind> client
      When the client asks for a token of its own
      Then the token request is refused with "unauthorized_client" or "invalid_client" or "invalid_request" or "invalid_grant"

      Examples:
        | kind   |
        | public |
        | native |

  @rfc6749-4.4.3-cc-no-refresh @should @needs-client_credentials
  Rule: No refresh token comes with a client's own token
    The client can always ask again; a second long-lived credential only widens what can be stolen.

    Scenario: A machine asks for a token
      Given a machine client
      When the client asks for a token of its own
      Then no refresh token is issued

    Scenario: A machine asks for offline access
      Given a machine client
      When the client asks for a token of its own with the scope of offline access added
      Then no refresh token is issued

  @rfc6749-4.4.3-cc-scope-narrow @must @needs-client_credentials @needs-introspection
  Rule: A client knows which scope its token has
    A client that asked for less than it may have would hold, unknowing, a token that can do more.

    Scenario: A machine asks for one of its scopes
      Given a machine client with several scopes
      When the client asks for a token of its own with one of its scopes
      Then the token has the scope that was asked for or that the answer states
