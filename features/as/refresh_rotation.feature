@as
Feature: A stolen refresh token is found out, or dies

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
      Then the token request is refused with "invalid_grant"
      And the refresh token is refused with "invalid_grant"

  @rfc9700-4.14.2-rotation-concurrent @must @needs-refresh_token @needs-authorization_code @race
  Rule: A refresh token has one living successor at most, however many ask at the same moment
    A thief who is as fast as the owner would get a family of tokens of his own, and nobody would notice.

    Scenario: A refresh token is used several times at once
      Given a public client
      When the client uses each of many refresh tokens several times at once
      Then none of them has more than one living successor

  @rfc9700-4.14.2-refresh-expires-idle @should @needs-refresh_token @needs-authorization_code
  Rule: A refresh token that nobody uses expires
    What was left in a backup or on a lost device would still open the account years later.

    Scenario: A year goes by
      Given a confidential client with a refresh token
      When a year has passed
      And the client refreshes
      Then the token request is refused with "invalid_grant"

  @rfc9700-4.14.2-refresh-revoked-on-logout @may @needs-refresh_token @needs-authorization_code
  Rule: Refresh tokens may die when their user signs out or changes the password
    Signing out and then refreshing was considered: either outcome is allowed, and no server announces which it has chosen,
    so there is nothing that could be offered badly; for a change of the password there is no protocol.
