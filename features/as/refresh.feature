@as
Feature: A refresh token is worth nothing to a thief

  @rfc6749-6-refresh-success @must @needs-refresh_token @needs-authorization_code
  Rule: A refresh token buys a new access token
    Users would have to sign in again whenever a token expires.

    Scenario: A client refreshes
      Given a confidential client with a refresh token
      When the client refreshes
      Then the token request is granted

  @rfc6749-6-refresh-client-auth @must @needs-refresh_token @needs-authorization_code
  Rule: A confidential client that does not authenticate gets nothing for its refresh token
    A stolen refresh token would be worth as much to the thief as to the client, for as long as it lives.

    Scenario Outline: A client that should authenticate by <method> only names itself
      Given a client that authenticates by <method>
      And it is about to use its refresh token
      When the client asks for a token naming itself without authenticating
      Then the token request is refused with "invalid_client"

      Examples:
        | method                 |
        | Basic                  |
        | its secret in the body |
        | a signed assertion     |

    Scenario: The client sends its refresh token and nothing about itself
      Given a client that authenticates by Basic
      And it is about to use its refresh token
      When the client asks for a token without saying who it is
      Then the token request is refused with "invalid_client" or "invalid_request"

  @rfc6749-6-refresh-bound-to-client @must @needs-refresh_token @needs-authorization_code
  Rule: A refresh token is used only by the client it was issued to
    A malicious client could act for the users of another.

    Scenario Outline: Another <other> client uses the refresh token of a <kind> one
      Given a <kind> client with a refresh token
      And another <other> client
      When the other client refreshes
      Then the token request is refused with "invalid_grant" or "unauthorized_client" or "invalid_client"

      Examples:
        | kind         | other        |
        | confidential | confidential |
        | confidential | public       |
        | public       | confidential |
        | public       | public       |

    Scenario: Another client authenticates and names the first
      Given a confidential client with a refresh token
      And another confidential client
      When the other client refreshes in the name of the first
      Then the token request is refused with "invalid_grant" or "invalid_client" or "invalid_request"

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

  @rfc6749-6-access-token-not-a-refresh-token @must @needs-refresh_token @needs-authorization_code
  Rule: An access token does not refresh
    Every resource that is shown an access token could make it last.

    Scenario: The access token stands in for the refresh token
      Given a confidential client with a refresh token
      When the client refreshes with its access token in the place of its refresh token
      Then the token request is refused with "invalid_grant"

  @rfc9700-4.14.2-refresh-value-integrity @must @needs-refresh_token @needs-authorization_code
  Rule: A refresh token that was changed is worth nothing
    What a token says of its grant could be rewritten, or tokens found by trying, a piece at a time.

    Scenario Outline: The client refreshes with <flaw>
      Given a confidential client with a refresh token
      When the client refreshes with <flaw>
      Then the token request is refused with "invalid_grant"

      Examples:
        | flaw                                        |
        | its refresh token with a character changed  |
        | its refresh token cut in half               |
        | its refresh token in the other case         |
        | its refresh token and a character more      |

  @rfc6749-10.4-refresh-token-confidentiality @must @needs-refresh_token @needs-authorization_code
  Rule: A refresh token does not come through the browser
    Histories, logs and other pages would see what is good for months.

    Scenario: A client asks for a refresh token
      Given a confidential client
      When the client asks for authorization for a refresh token
      Then the browser sees no refresh token
