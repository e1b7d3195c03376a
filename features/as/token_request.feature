@as
Feature: The token endpoint answers what it was asked

  @rfc6749-5.1-cache-control-no-store @must @needs-authorization_code
  Rule: A token response is kept out of caches
    Whoever shares a cache would share the token.

    Scenario: A code is redeemed
      Given an authorization code for a confidential client
      When the client redeems the code
      Then the answer says "Cache-Control" is "no-store"

  @rfc6749-5.1-pragma-no-cache @must @needs-authorization_code
  Rule: A token response is kept out of old caches as well
    Caches of HTTP 1.0 do not know Cache-Control.

    Scenario: A code is redeemed
      Given an authorization code for a confidential client
      When the client redeems the code
      Then the answer says "Pragma" is "no-cache"

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

  @rfc6749-3.2-token-unknown-param @must @needs-authorization_code
  Rule: A parameter that the token endpoint does not know is ignored
    No extension could ever be introduced.

    Scenario: An unknown parameter is sent
      Given an authorization code for a confidential client
      When the client redeems the code with a parameter that nobody knows
      Then the token request is granted

  @rfc6749-3.2-token-repeated-param @must @needs-authorization_code
  Rule: A parameter that stands twice is refused
    One of two servers on the way checks the first value, the other uses the second.

    Scenario Outline: The <parameter> stands twice
      Given an authorization code for a confidential client
      When the client redeems the code with its <parameter> twice
      Then the token request is refused with "invalid_request"

      Examples:
        | parameter     |
        | grant type    |
        | code          |
        | redirect URI  |

  @rfc6749-5.2-error-unsupported-grant-type @must @needs-authorization_code
  Rule: A grant type that the server does not support is refused as that
    A client could not tell a server without its grant from a mistake of its own.

    Scenario: The grant type is a made-up word
      Given an authorization code for a confidential client
      When the client redeems the code with a made-up grant type
      Then the token request is refused with "unsupported_grant_type"

  @rfc6749-4.5-extension-grant-unknown @must @needs-authorization_code
  Rule: An extension grant that the server does not know is refused as that
    A client could not tell a server without its extension from a mistake of its own.

    Scenario: The grant type is a made-up URI
      Given an authorization code for a confidential client
      When the client redeems the code with a made-up URI as its grant type
      Then the token request is refused with "unsupported_grant_type"

  @rfc9700-2.4-no-password-grant @must @needs-authorization_code
  Rule: A user's password buys no token from a client
    Every client would see it, and no second factor could be asked for.

    Scenario: A client sends its user's password
      Given an authorization code for a confidential client
      When the client redeems the code with its user's password instead
      Then the token request is refused with "unsupported_grant_type" or "unauthorized_client" or "invalid_request"

  @rfc9700-2.1.2-no-implicit @should @needs-authorization_code
  Rule: An access token does not come through the browser
    It would stay in histories and logs, and nothing binds it to the client.

    Scenario: A token is asked for at the authorization endpoint
      Given a confidential client
      When the client asks for authorization with the response type token
      Then nothing is granted
