@as
Feature: A token response says what the client needs to know, and to nobody else

  @rfc6749-5.1-success-status-json @must @needs-authorization_code
  Rule: A token response is JSON, and says so
    Clients that check the media type, as they should, would not read it.

    Scenario: A code is redeemed
      Given an authorization code for a confidential client
      When the client redeems the code
      Then the answer is JSON with status 200

  @rfc6749-5.1-success-required-members @must @needs-authorization_code
  Rule: A token response has a token and its type
    A client must not use a token whose type it does not know.

    Scenario: A code is redeemed
      Given an authorization code for a confidential client
      When the client redeems the code
      Then the token says of which type it is

  @rfc6749-5.1-expires-in-number @should @needs-authorization_code
  Rule: A token response says in seconds how long the token lives
    The client finds out by failing.

    Scenario: A code is redeemed
      Given an authorization code for a confidential client
      When the client redeems the code
      Then the answer says when the token expires, as a number

  @rfc6749-5.1-cache-control-no-store @must
  Rule: A token response is kept out of caches
    Whoever shares a cache would share the token.

    Scenario Outline: A client uses its <grant>
      Given a client that authenticates by Basic
      And it is about to use its <grant>
      When the client asks for a token
      Then the answer says "Cache-Control" is "no-store"

      Examples:
        | grant              |
        | client credentials |
        | authorization code |
        | refresh token      |

  @rfc6749-5.1-pragma-no-cache @must
  Rule: A token response is kept out of old caches as well
    Caches of HTTP 1.0 do not know Cache-Control.

    Scenario Outline: A client uses its <grant>
      Given a client that authenticates by Basic
      And it is about to use its <grant>
      When the client asks for a token
      Then the answer says "Pragma" is "no-cache"

      Examples:
        | grant              |
        | client credentials |
        | authorization code |
        | refresh token      |

  @rfc6749-5.1-token-expiry-honoured @must @needs-authorization_code @needs-resource
  Rule: An access token is worth nothing after the time it was given
    A token that leaked would be good for ever, while everybody believes that it has expired.

    Scenario: The access token's time is over
      Given an authorization code for a confidential client
      And the client has redeemed the code
      And its access token opens the protected resource
      When the lifetime of the access token has passed
      Then the first access token no longer opens the protected resource
