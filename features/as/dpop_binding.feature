@as
Feature: What is bound to a key is of no use without it

  @rfc9449-5-bearer-not-returned @must @needs-dpop @needs-introspection
  Rule: A token that is bound to a key is not called a bearer token
    Its client would send it as one, and be refused wherever it asks.

    Scenario: The client looks at what it got
      Given a client that has proven its key
      When the client asks about its access token
      Then the client was told that its token is of the type DPoP, if it is bound to the key

  @rfc9449-6.1-jwt-jkt @must @needs-dpop
  Rule: A token that is a JWT says which key it is bound to
    Whoever takes the token could not tell whether the right client sends it.

    Scenario: The client looks at what it got
      Given a client that has proven its key
      When the client asks with a proof of its key
      Then the access token names the key, if it is a JWT and bound to it

  @rfc9449-6.2-introspection-jkt @must @needs-dpop @needs-introspection
  Rule: Introspection says which key a token is bound to
    Whoever asks about the token could not tell whether the right client sends it.

    Scenario: The key
      Given a client that has proven its key
      And its access token is bound to the key
      When the client asks about its access token
      Then the introspection response names the key

    Scenario: The type
      Given a client that has proven its key
      And its access token is bound to the key
      When the client asks about its access token
      Then the introspection response, if it names a type, says that it is DPoP

  @rfc9449-5-public-refresh-bound @must @needs-dpop @needs-refresh_token @needs-authorization_code
  Rule: A refresh token of a client without credentials is bound to the key of its first proof
    Whoever steals it could go on for as long as it lives.

    Scenario: Somebody proves another key
      Given a public client that has refreshed with a proof of its key
      When the client proves another key and refreshes
      Then no token is granted

    Scenario: Somebody proves nothing
      Given a public client that has refreshed with a proof of its key
      When the client refreshes
      Then no token is granted

  @rfc9449-5-confidential-refresh-unbound @should @needs-dpop @needs-refresh_token @needs-authorization_code
  Rule: A client with credentials may change its key
    It could not replace a key before all its users have signed in again.

    Scenario: The client refreshes with a new key
      Given a confidential client that has refreshed with a proof of its key
      When the client proves another key and refreshes
      Then the token request is granted

  @rfc9449-5.2-client-metadata-required @must @needs-dpop @needs-registration @needs-authorization_code
  Rule: A client that is registered to prove its key always gets nothing without
    Whoever steals its code could leave the proof out.

    Scenario: Somebody redeems its code
      Given an authorization code for a client that registered to prove its key always
      When the client redeems the code
      Then no token is granted

  @rfc9449-10-dpop-jkt-mismatch @must @needs-dpop @needs-authorization_code
  Rule: A code that was asked for with a key is redeemed with that key
    A stolen code would be bound to the key of the thief.

    Scenario: Somebody proves another key
      Given an authorization code that a confidential client asked for with its key
      When the client proves another key and redeems the code
      Then no token is granted

  @rfc9449-10-dpop-jkt-match @must @needs-dpop @needs-authorization_code
  Rule: A code that was asked for with a key is good with that key
    Clients could not protect their codes.

    Scenario: The client proves its key
      Given an authorization code that a confidential client asked for with its key
      When the client proves its key and redeems the code
      Then the token request is granted
