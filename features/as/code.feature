@as
Feature: A leaked authorization code is worth nothing

  @rfc6749-4.1.2-code-single-use @must @needs-authorization_code
  Rule: A code is redeemed at most once
    Whoever reads a code in a log or a Referer header could buy tokens with it after its owner did.

    Scenario Outline: A <kind> client redeems its code twice
      Given an authorization code for a <kind> client
      And the client has redeemed the code
      When the client redeems the same code again
      Then the token request is refused with "invalid_grant"

      Examples:
        | kind         |
        | confidential |
        | public       |

    Scenario: A client redeems its code again a little later
      Given an authorization code for a confidential client
      And the client has redeemed the code
      When 3 seconds have passed
      And the client redeems the same code again
      Then the token request is refused with "invalid_grant"

  @rfc6749-4.1.2-code-concurrent-redemption @must @needs-authorization_code @race
  Rule: A code is redeemed at most once, however many ask at the same moment
    Whoever steals a code and is as fast as its owner would get tokens, and nobody would notice.

    Scenario: A code is redeemed several times at once
      Given a confidential client
      When the client redeems each of many codes several times at once
      Then each code was redeemed once at most, and refused with "invalid_grant" otherwise

  @rfc6749-4.1.2-code-reuse-revokes-access-token @should @needs-authorization_code @needs-resource
  Rule: Replaying a code revokes the access token it bought
    One of the two who redeemed the code is a thief; the tokens of both must go.

    Scenario: The first access token dies with the replay
      Given an authorization code for a confidential client
      And the client has redeemed the code
      And its access token opens the protected resource
      When the client redeems the same code again
      Then the first access token no longer opens the protected resource

  @rfc6749-4.1.2-code-reuse-revokes-refresh-token @should @needs-authorization_code @needs-refresh_token
  Rule: Replaying a code revokes the refresh token it bought
    A thief who was first would keep access for as long as the refresh token lives.

    Scenario: The refresh token dies with the replay
      Given an authorization code for a confidential client that asked for a refresh token
      And the client has redeemed the code
      And the client has used its refresh token
      When the client redeems the same code again
      Then the refresh token is refused with "invalid_grant"

  @oauth21-7.5.2-invalid-replay-does-not-revoke @should @needs-authorization_code @needs-resource
  Rule: A replay that could not have bought anything revokes nothing
    Whoever reads a code somewhere could throw its owner out without any secret.

    Scenario Outline: The code is replayed <flaw>
      Given an authorization code for a confidential client
      And the client has redeemed the code
      And its access token opens the protected resource
      When the client redeems the same code again <flaw>
      Then the first access token still opens the protected resource

      Examples:
        | flaw                                |
        | with a wrong code verifier          |
        | without its code verifier           |
        | with a client secret that is wrong  |
        | as another client of its own kind   |

  @rfc6749-4.1.2-code-short-lived @should @needs-authorization_code
  Rule: A code lives for ten minutes at most
    A code found in a history or a log a day later would still be good.

    Scenario: The code is redeemed after ten minutes
      Given an authorization code for a confidential client
      When 10 minutes have passed
      And the client redeems the code
      Then the token request is refused with "invalid_grant"

  @rfc6749-4.1.2-code-expires @must @needs-authorization_code
  Rule: A code expires soon
    What stands in a history or a log would open an account for as long as the log is kept.

    Scenario: The code is redeemed a day later
      Given an authorization code for a confidential client
      When 1440 minutes have passed
      And the client redeems the code
      Then the token request is refused with "invalid_grant"

  @rfc6749-4.1.3-code-unknown @must @needs-authorization_code
  Rule: What is not a code, to the letter, is refused
    Codes could be found by trying, a piece at a time, or forged from others.

    Scenario Outline: The client sends <flaw>
      Given an authorization code for a confidential client
      When the client redeems the code but sends <flaw>
      Then the token request is refused with "invalid_grant"

      Examples:
        | flaw                              |
        | a made-up code                    |
        | half of its code                  |
        | its code with one character changed |
        | its code in the other case        |
