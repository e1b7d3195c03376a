@as
Feature: A token that its client gives up is worth nothing

  @rfc7009-2-https @must @same-as-rfc8414-2-endpoints-https
  Rule: The revocation endpoint that is published is reached over TLS

  @rfc7009-2-post-form @should @needs-revocation @needs-refresh_token @needs-authorization_code
  Rule: A revocation that succeeds is answered with 200
    A client would keep a token that is dead, or try for ever.

    Scenario: A client revokes its refresh token
      Given a confidential client with a refresh token
      When the client revokes its refresh token
      Then the revocation is answered with 200

  @rfc7009-2.1-refresh-token-revoked @must @needs-revocation @needs-refresh_token @needs-authorization_code
  Rule: A refresh token that was revoked does not refresh
    Signing out of a lost device would end nothing.

    Scenario: A confidential client revokes its refresh token
      Given a confidential client with a refresh token
      When the client revokes its refresh token
      Then the refresh token is refused with "invalid_grant"

  @rfc7009-2.1-public-client @must @needs-revocation @needs-refresh_token @needs-authorization_code
  Rule: A public client revokes its tokens by naming itself
    The clients that lose tokens most easily could not give them up.

    Scenario: A public client revokes its refresh token
      Given a public client with a refresh token
      When the client revokes its refresh token
      Then the refresh token is refused with "invalid_grant"

  @rfc7009-2.1-access-token-revoked @should @needs-revocation @needs-authorization_code
  Rule: An access token that was revoked opens nothing
    Whoever copied it would go on for as long as it lives.

    Scenario: A client revokes its access token
      Given an authorization code for a confidential client
      And the client has redeemed the code
      And its access token opens the protected resource
      When the client revokes its access token, which the server supports
      Then the first access token no longer opens the protected resource

  @rfc7009-2.2.1-unsupported-token-type @must @needs-revocation @needs-authorization_code
  Rule: A server that cannot revoke access tokens says so
    A client would believe that a token is dead which is not.

    Scenario: A client revokes its access token
      Given an authorization code for a public client
      And the client has redeemed the code
      And its access token opens the protected resource
      When the client revokes its access token
      Then the access token is dead, or the server said that it cannot revoke access tokens

  @rfc7009-2.1-refresh-cascades-to-access @should @needs-revocation @needs-refresh_token @needs-authorization_code
  Rule: With a refresh token die the access tokens of its grant
    A user who signs out of an app leaves it signed in for another hour.

    Scenario: A client revokes its refresh token
      Given a confidential client with a refresh token
      And its access token opens the protected resource
      When the client revokes its refresh token
      Then the first access token is dead too, if access tokens can be revoked

    Scenario: The user has granted the same client the same a second time
      Given a confidential client with a refresh token
      And its access token opens the protected resource
      And the client has been granted the same once more
      When the client revokes its refresh token
      Then the first access token is dead too, if access tokens can be revoked

  @rfc7009-2.1-access-may-cascade @may @needs-revocation @needs-refresh_token @needs-authorization_code
  Rule: With an access token may die the refresh token of its grant
    A client that cannot tell which of the two has happened does not know whether its user has to sign in again.

    Scenario: A client refreshes after it revoked its access token
      Given a confidential client with a refresh token
      And the client has revoked its access token
      When the client refreshes
      Then the server grants the token request, or refuses it with "invalid_grant"

  @rfc7009-2.1-client-auth-required @must @needs-revocation @needs-refresh_token @needs-authorization_code
  Rule: Nobody revokes the tokens of a confidential client in its name
    Whoever sees a token could end what it stands for, and sign users out at will.

    Scenario Outline: Somebody revokes a refresh token <flaw>
      Given a confidential client with a refresh token
      When the client revokes its refresh token <flaw>
      Then the revocation is refused with "invalid_client" or "invalid_request"
      And the refresh token still works

      Examples:
        | flaw                                 |
        | without saying who it is             |
        | naming itself without authenticating |
        | with a client secret that is wrong   |

    Scenario: A wrong secret comes with a token that is dead already
      Given a confidential client with a refresh token
      And the client has revoked its refresh token
      When the client revokes its refresh token with a client secret that is wrong
      Then the revocation is refused with "invalid_client" or "invalid_request"

    Scenario: A wrong secret comes with a token that is none
      Given a confidential client with a refresh token
      When the client revokes its refresh token with a made-up token and a client secret that is wrong
      Then the revocation is refused with "invalid_client" or "invalid_request"

  @rfc7009-2.1-bound-to-client @must @needs-revocation @needs-refresh_token @needs-authorization_code
  Rule: A client revokes no token of another
    Any client that comes by a token could end what it stands for.

    Scenario Outline: Another client revokes the refresh token of a <kind> one
      Given a <kind> client with a refresh token
      And another <kind> client
      When the other client revokes the first's refresh token
      Then whoever revoked it was told that it may not, or nothing
      And the refresh token still works

      Examples:
        | kind         |
        | confidential |
        | public       |

  @rfc7009-2.1-token-missing @must @needs-revocation @needs-refresh_token @needs-authorization_code
  Rule: A revocation without a token is refused
    A client whose token got lost on the way would believe that it is dead.

    Scenario: The token is left out
      Given a confidential client with a refresh token
      When the client revokes its refresh token with no token
      Then the revocation is refused with "invalid_request"

  @rfc7009-2.1-hint-wrong @must @needs-revocation @needs-authorization_code
  Rule: A wrong hint at a token's type saves no token
    A client that guessed wrong would believe that a token is dead.

    @needs-refresh_token
    Scenario: A refresh token is taken for an access token
      Given a confidential client with a refresh token
      When the client revokes its refresh token as if it were an access token
      Then the refresh token is refused with "invalid_grant"

    Scenario: An access token is taken for a refresh token
      Given an authorization code for a confidential client
      And the client has redeemed the code
      And its access token opens the protected resource
      When the client revokes its access token as if it were a refresh token
      Then the access token is dead, or the server said that it cannot revoke access tokens

  @rfc7009-2.2-hint-unknown @must @needs-revocation @needs-refresh_token @needs-authorization_code
  Rule: An unknown hint at a token's type makes no difference
    A client that knows more types than the server could revoke nothing.

    Scenario: The hint names a type that nobody knows
      Given a confidential client with a refresh token
      When the client revokes its refresh token as if it were of a type that nobody knows
      Then the revocation is answered with 200
      And the refresh token is refused with "invalid_grant"

  @rfc7009-2.1-invalid-immediately @must @needs-revocation @needs-introspection @needs-client_credentials
  Rule: A token is dead as soon as its revocation was answered
    A client that was told so tells its user, who goes away from the device.

    Scenario: A client asks about its token at once
      Given a machine client
      And the client gets a token of its own
      And its access token is active
      And the client has revoked its access token
      When the client asks about its access token
      Then the token is not active

  @rfc7009-2.2-unknown-token-200 @must @needs-revocation @needs-refresh_token @needs-authorization_code
  Rule: To revoke a token that is none is no error
    A client that signs a user out would fail, though there is nothing left to do.

    Scenario: The token is made up
      Given a confidential client with a refresh token
      When the client revokes its refresh token with a made-up token in its place
      Then the revocation is answered with 200

    Scenario: The token is a JWT of nobody's
      Given a confidential client with a refresh token
      When the client revokes its refresh token with a JWT of nobody's in its place
      Then the revocation is answered with 200, or the server said that it revokes no tokens of that type

    Scenario: The token was changed
      Given a confidential client with a refresh token
      When the client revokes its refresh token with a character of it changed
      Then the revocation is answered with 200

    Scenario: The token was revoked before
      Given a confidential client with a refresh token
      And the client has revoked its refresh token
      When the client revokes its refresh token
      Then the revocation is answered with 200

    @needs-client_credentials
    Scenario: The token has expired
      Given a machine client
      And the client gets a token of its own
      When the lifetime of the access token has passed
      And the client revokes its access token
      Then the revocation is answered with 200

  @rfc7009-5-abuse-countermeasures @must @intrusive @locks-out @needs-revocation @needs-authorization_code
  Rule: Guessing secrets meets the same resistance at the revocation endpoint
    Whoever is stopped at one door would try the other.

    Scenario: Somebody tries many secrets
      Given a client that authenticates by a secret
      And guessing the client's secret is slowed down at the token endpoint
      When somebody tries a hundred secrets in the client's name to revoke a token
      Then the guessing was slowed down or stopped
