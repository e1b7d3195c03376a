@as
Feature: A protected resource learns what a token is worth, and nobody else does

  @rfc7662-2-tls @must @needs-introspection @needs-https
  Rule: The introspection endpoint is served over TLS alone
    Who listens learns the token, and what it opens.

    Scenario: It is asked over plain http
      Given the introspection endpoint is served over TLS
      When somebody asks about a made-up token over plain http
      Then nothing is served without TLS

  @rfc7662-2.1-post-form @should @needs-introspection
  Rule: A call in a form is answered in JSON
    A protected resource could not read what it asked for.

    Scenario: A client asks
      Given a client with an access token that it may ask about
      When the client asks about its access token
      Then the introspection response is JSON with status 200

  @rfc7662-2.1-auth-required @must @needs-introspection @needs-client_credentials
  Rule: Nobody learns about a token who is not known
    Whoever finds or guesses tokens could try which of them are good, and for what.

    Scenario: Somebody asks without saying who it is
      Given a machine client
      And the client gets a token of its own
      When the client asks about its access token without saying who it is
      Then nothing is told about the token

    Scenario: Somebody asks in the name of a client
      Given a machine client
      And the client gets a token of its own
      When the client asks about its access token naming itself without authenticating
      Then nothing is told about the token

  @rfc7662-2.1-token-missing @must @needs-introspection @needs-client_credentials
  Rule: A call without a token finds no token active
    A protected resource that lost the token on the way would let in whoever came.

    Scenario: The token is left out
      Given a machine client
      And the client gets a token of its own
      When the client asks about its access token with no token
      Then nothing is told about the token

  @rfc7662-2.1-hint-wrong @must @needs-introspection @needs-authorization_code
  Rule: A wrong hint at a token's type does not hide the token
    A protected resource that guessed wrong would shut out who may come in.

    Scenario: An access token is taken for a refresh token
      Given an authorization code for a confidential client
      And the client has redeemed the code
      And its access token is active
      When the client asks about its access token as if it were a refresh token
      Then the token is active

    @needs-refresh_token
    Scenario: A refresh token is taken for an access token
      Given a confidential client with a refresh token
      And its refresh token is active
      When the client asks about its refresh token as if it were an access token
      Then the token is active

  @rfc7662-2.1-hint-unknown @may @needs-introspection
  Rule: An unknown hint at a token's type is ignored
    A protected resource that knows more types than the server would shut out who may come in.

    Scenario: The hint names a type that nobody knows
      Given a client with an access token that it may ask about
      When the client asks about its access token as if it were of a type that nobody knows
      Then the token is active

  @rfc7662-2.1-refresh-token @may @needs-introspection @needs-refresh_token @needs-authorization_code
  Rule: A refresh token, where a client may ask about it, is active until it is replaced or revoked
    A client would hold on to a token that is good for nothing.

    Scenario: The refresh token was replaced
      Given a confidential client with a refresh token
      And its refresh token is active
      And the client has replaced its refresh token
      When the client asks about its refresh token with the one it had before in its place
      Then the token is not active

    @needs-revocation
    Scenario: The refresh token was revoked
      Given a confidential client with a refresh token
      And its refresh token is active
      And the client has revoked its refresh token
      When the client asks about its refresh token
      Then the token is not active

  @rfc7662-2.2-caller-not-allowed @must @needs-introspection @needs-refresh_token @needs-authorization_code
  Rule: A caller learns nothing about a token that is none of its business
    Every protected resource could look into every grant.

    Scenario: A protected resource asks about a refresh token
      Given a confidential client with a refresh token
      And a protected resource that the token is not meant for
      When the protected resource asks about the client's refresh token
      Then nothing is told about the token

  @rfc7662-4-audience-checked @must @needs-introspection @needs-client_credentials
  Rule: A token is active only for the protected resources that it is meant for
    A token that was shown to one API opens another.

    Scenario: Another protected resource asks about an access token
      Given a machine client
      And the client gets a token of its own
      And a protected resource that the token is not meant for
      When the protected resource asks about the client's access token
      Then nothing is told about the token

  @rfc7662-2.2-per-caller-view @may
  Rule: A server may tell callers different things about one token
    Nobody can observe a violation: the server may tell every caller the same, and may tell each something else.

  @rfc7662-2.3-wrong-credentials-401 @should @needs-introspection @needs-client_credentials
  Rule: A caller with a wrong secret is told that it did not authenticate
    A protected resource that was set up wrongly would take its own mistake for a bad token.

    Scenario: The secret is wrong
      Given a machine client
      And the client gets a token of its own
      When the client asks about its access token with a client secret that is wrong
      Then the call is refused as one of a client that did not authenticate

  @rfc7662-2.3-wrong-bearer-401 @should @needs-introspection_bearer @needs-introspection @needs-client_credentials
  Rule: A caller with a wrong access token of its own is told so
    A protected resource whose own token has expired would take that for a bad token of its client.

    Scenario: The caller's own token is made up
      Given a machine client
      And the client gets a token of its own
      When the client asks about its access token by a bearer token that nobody issued
      Then the call is refused for its own access token
