@as
Feature: A proper request buys a token, an incomplete one does not

  @rfc6749-4.1.4-token-success @must @needs-authorization_code
  Rule: A code is exchanged for an access token
    Without it there is no authorization code grant at all.

    Scenario: The client redeems its code
      Given an authorization code for a confidential client
      When the client redeems the code
      Then the token request is granted
      And the access token works wherever it can be tried

  @rfc6749-4.1.3-grant-type-required @must @needs-authorization_code
  Rule: A token request without a grant type is refused
    What a server guesses from the other parameters is a grant that the client did not ask for.

    Scenario: The grant type is left out
      Given an authorization code for a confidential client
      When the client redeems the code without a grant type
      Then the token request is refused with "invalid_request" or "unsupported_grant_type"

  @rfc6749-4.1.3-code-required @must @needs-authorization_code
  Rule: A token request without the code is refused as incomplete
    The developer of a client that lost its code would look for the mistake at the wrong end.

    Scenario: The code is left out
      Given an authorization code for a confidential client
      When the client redeems the code but leaves it out
      Then the token request is refused with "invalid_request"

  @rfc6749-3.2-token-post-only @should @needs-authorization_code
  Rule: Tokens are given out for a POST alone
    Codes and secrets in a URL end in logs, histories and caches.

    Scenario: The client redeems its code by GET
      Given an authorization code for a confidential client
      When the client redeems the code by GET
      Then the token request is refused for its method

  @rfc6749-3.2-token-tls @must @needs-authorization_code @needs-https
  Rule: The token endpoint is served over TLS alone
    Secrets, codes and tokens would be read on the way.

    Scenario: It is asked over plain http
      Given a public client
      And the token endpoint is served over TLS
      When the client redeems a made-up code over plain http
      Then nothing is served without TLS

  @rfc6749-3.3-scope-order-free @must @needs-authorization_code
  Rule: The order of the scope's words means nothing
    A client would get less, or an error, for asking in another order than the developers tried.

    Scenario: The client asks for the same words the other way round
      Given an authorization code for a confidential client that asked for several scopes
      And the client has redeemed the code
      When the client asks for the same scopes in reverse order and redeems the code
      Then the same scope is granted as before
