@as
Feature: A refresh token is worth nothing to a thief

  @rfc6749-6-refresh-success @must @needs-refresh_token @needs-authorization_code
  Rule: A refresh token buys a new access token
    Users would have to sign in again whenever a token expires.

    Scenario: A client refreshes
      Given a confidential client with a refresh token
      When the client refreshes
      Then the token request is granted

  @rfc6749-6-refresh-bound-to-client @must @needs-refresh_token @needs-authorization_code
  Rule: A refresh token is used only by the client it was issued to
    A malicious client could act for the users of another.

    Scenario Outline: Another <kind> client refreshes
      Given a <kind> client with a refresh token
      And another <kind> client
      When the other client refreshes
      Then the token request is refused with "invalid_grant"

      Examples:
        | kind         |
        | confidential |
        | public       |

  @rfc6749-6-refresh-unknown @must @needs-refresh_token @needs-authorization_code
  Rule: A refresh token that nobody issued is refused as an invalid grant
    A client could not tell that its user has to sign in again.

    Scenario: The refresh token is made up
      Given a confidential client with a refresh token
      When the client refreshes with a made-up refresh token
      Then the token request is refused with "invalid_grant"

  @rfc6749-6-refresh-missing @must @needs-refresh_token @needs-authorization_code
  Rule: Without a refresh token there is nothing to refresh
    A client could not tell its own mistake from a token that expired.

    Scenario: The refresh token is left out
      Given a confidential client with a refresh token
      When the client refreshes without its refresh token
      Then the token request is refused with "invalid_request"

  @rfc9700-2.2.2-public-refresh-protected @must @needs-refresh_token @needs-authorization_code
  Rule: A public client's refresh token is used once
    Nothing else tells its owner from a thief.

    Scenario: A public client refreshes
      Given a public client with a refresh token
      When the client refreshes
      Then its refresh token was replaced, unless it is bound to a key

  @rfc9700-4.14.2-rotation-reuse-detected @must @needs-refresh_token @needs-authorization_code
  Rule: A refresh token that is used again takes the newest one with it
    One of the two who used it is a thief, and the server cannot tell which.

    Scenario: A public client's old refresh token is used again
      Given a public client with a refresh token
      And the client has used its refresh token
      When the client refreshes with the refresh token it had before
      Then the refresh token is refused with "invalid_grant"
