@as
Feature: A refresh token is good for what its user granted, and for all of it

  @rfc6749-6-refresh-scope-not-widened @must @needs-refresh_token @needs-authorization_code
  Rule: A refresh gets nothing that its user did not grant
    A client would help itself to what its user has never been asked.

    Scenario: The client asks for more of what it may have
      Given a confidential client with a refresh token for less than it may have
      When the client refreshes with the scope that its user was not asked for
      Then the refresh is refused with "invalid_scope", or grants nothing new

    Scenario: The client asks for an unknown scope
      Given a confidential client with a refresh token
      When the client refreshes with an unknown scope
      Then the refresh is refused with "invalid_scope", or grants nothing new

  @rfc6749-6-refresh-scope-omitted @must @needs-refresh_token @needs-authorization_code
  Rule: A refresh without a scope keeps the one that was granted
    A client would lose, from one hour to the next, what its user granted.

    Scenario: The client names no scope
      Given a confidential client with a refresh token
      When the client refreshes
      Then the same scope is granted as before

  @rfc6749-6-refresh-scope-narrowed @must @needs-refresh_token @needs-authorization_code @needs-introspection
  Rule: A client that refreshes for less knows which scope its token has
    It would hand on, unknowing, a token that can do more.

    Scenario: The client asks for one of its scopes
      Given a confidential client with a refresh token
      When the client refreshes with one of its scopes
      Then the token has the scope that was asked for or that the answer states

  @rfc6749-6-refresh-new-token-same-scope @must @needs-refresh_token @needs-authorization_code
  Rule: A refresh for less does not make the refresh token less
    A client that once asked for little would have to send its user to sign in again.

    Scenario: The client asks for one of its scopes, and then for all
      Given a confidential client with a refresh token
      And the client has used its refresh token with one of its scopes
      When the client refreshes
      Then the same scope is granted as before
