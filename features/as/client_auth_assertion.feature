@as
Feature: A client assertion counts only when it is the client's own, for this server, now

  @rfc7523-5-rs256-mti @must @needs-private_key_jwt
  Rule: An assertion signed with RS256 is taken
    RS256 is what clients and servers that never met can agree on.

    Scenario: The client signs with RS256
      Given a client that signs with RS256
      When the client asks for a token
      Then the token request is granted

  @rfc7523-2.2-private-key-jwt @must @needs-private_key_jwt
  Rule: An assertion signed with the client's key is taken where that is offered
    Clients that gave up secrets could get no token.

    Scenario: The client signs
      Given a client that authenticates by a signed assertion
      When the client asks for a token
      Then the token request is granted

  @rfc7521-4.2-client-id-matches-assertion @must @needs-private_key_jwt
  Rule: Whoever is named beside an assertion is the one who signed it
    One client's key would open what is another's, wherever the name is looked at.

    Scenario: The client names another one
      Given a client that has authenticated by a signed assertion
      When the client asks for a token naming another client beside its assertion
      Then the token request is refused with "invalid_client" or "invalid_request" or "invalid_grant"

  @rfc7523-2.2-client-secret-jwt @may @needs-client_secret_jwt
  Rule: An assertion keyed with the client's secret is taken where that is offered
    Clients choose a method from what is offered, and would fail with it.

    Scenario: The assertion is keyed with the secret
      Given a client that authenticates by an assertion keyed with its secret
      When the client asks for a token
      Then the token request is granted

    Scenario: The assertion is keyed with something else
      Given a client that authenticates by an assertion keyed with its secret
      When the client asks for a token with an assertion signed with another key
      Then the token request is refused with "invalid_client" or "invalid_request"

  @rfc7523-2.2-assertion-type-wrong @must @needs-private_key_jwt
  Rule: An assertion counts only under its type
    What is one kind of statement in one place would be taken for another kind in the next.

    Scenario Outline: The assertion comes <flaw>
      Given a client that has authenticated by a signed assertion
      When the client asks for a token with an assertion <flaw>
      Then the token request is refused with "invalid_client" or "invalid_request"

      Examples:
        | flaw                    |
        | without its type        |
        | under the type of SAML  |

  @rfc7523-3-signature-required @must @needs-private_key_jwt
  Rule: An assertion that nobody signed is refused
    Anybody can write one.

    Scenario Outline: The assertion has the algorithm <alg>
      Given a client that has authenticated by a signed assertion
      When the client asks for a token with an unsigned assertion of algorithm <alg>
      Then the token request is refused with "invalid_client" or "invalid_request" or "invalid_grant"

      Examples:
        | alg  |
        | none |
        | nOnE |

    Scenario: The assertion has lost its signature
      Given a client that has authenticated by a signed assertion
      When the client asks for a token with an assertion whose signature is gone
      Then the token request is refused with "invalid_client" or "invalid_request" or "invalid_grant"

  @rfc7523-3-signature-checked @must @needs-private_key_jwt
  Rule: An assertion that the client's key did not sign is refused
    Anybody who can make a key could act as the client.

    Scenario Outline: The assertion is <flaw>
      Given a client that has authenticated by a signed assertion
      When the client asks for a token with an assertion <flaw>
      Then the token request is refused with "invalid_client" or "invalid_request" or "invalid_grant"

      Examples:
        | flaw                                          |
        | signed with another key                       |
        | signed with a key that it brings along        |
        | changed after it was signed                   |
        | keyed with the client's public key in PEM     |
        | keyed with the client's public key as a JWK   |
        | keyed with nothing                            |

  @rfc7523-3-sub-is-client-id @must @needs-private_key_jwt
  Rule: The subject of a client assertion is the client
    A client could authenticate as another one.

    Scenario Outline: The assertion names <subject>
      Given a client that has authenticated by a signed assertion
      When the client asks for a token with an assertion that names <subject>
      Then the token request is refused with "invalid_client"

      Examples:
        | subject                             |
        | another client as its subject       |
        | a client that nobody registered     |
        | no subject                          |

  @oidc-core-9-jwt-auth-claims @must @needs-private_key_jwt
  Rule: An assertion without an expiry is refused
    Whoever once saw it could use it for ever.

    Scenario: The assertion never expires
      Given a client that has authenticated by a signed assertion
      When the client asks for a token with an assertion that never expires
      Then the token request is refused with "invalid_client"

  @rfc7523-3.2-client-error @must @needs-private_key_jwt
  Rule: An assertion that is not valid is refused as failed client authentication
    An assertion for another time or place would be worth something here and now.

    Scenario Outline: The assertion <flaw>
      Given a client that has authenticated by a signed assertion
      When the client asks for a token with an assertion that <flaw>
      Then the token request is refused with "invalid_client"

      Examples:
        | flaw                      |
        | is for another server     |
        | is for a server whose name begins with this one's |
        | is for nobody             |
        | has expired               |
        | is not yet valid          |
        | names no issuer           |
        | names another issuer      |

  @rfc7519-7.2-malformed @must @needs-private_key_jwt
  Rule: A broken assertion is refused as invalid input
    A reader that repairs or guesses can be led to see what nobody signed; one that falls over can be made to.

    Scenario Outline: The assertion has <flaw>
      Given a client that has authenticated by a signed assertion
      When the client asks for a token with an assertion that has <flaw>
      Then the token request is refused with "invalid_client" or "invalid_request"

      Examples:
        | flaw                              |
        | a foreign character in it         |
        | a line break in it                |
        | one segment too few               |
        | one segment too many              |
        | a header that is not JSON         |
        | claims that are a list            |

  @rfc7519-7.2-crit-unknown @must @needs-private_key_jwt
  Rule: An assertion with an extension that has to be understood is refused by who does not
    The extension might have said that the assertion is void.

    Scenario: The assertion has an unknown critical extension
      Given a client that has authenticated by a signed assertion
      When the client asks for a token with an assertion that has an unknown critical extension
      Then the token request is refused with "invalid_client" or "invalid_request"

  @rfc7523-3-aud-issuer-accepted @may @needs-private_key_jwt
  Rule: The issuer identifier may be the audience of an assertion
    A refusal in other words leaves the client guessing what is wrong.

    Scenario: The assertion is for the issuer
      Given a client that has authenticated by a signed assertion
      When the client asks for a token with an assertion that is for the issuer
      Then the server grants the token request, or refuses it with "invalid_client"

  @rfc7523-3-aud-token-endpoint @may @needs-private_key_jwt
  Rule: The token endpoint may be the audience of an assertion
    A refusal in other words leaves the client guessing what is wrong.

    Scenario: The assertion is for the token endpoint
      Given a client that has authenticated by a signed assertion
      When the client asks for a token with an assertion that is for the token endpoint
      Then the server grants the token request, or refuses it with "invalid_client"

  @rfc7523-3-jti-replay @may @needs-private_key_jwt
  Rule: An assertion may be refused when it comes again
    Whoever reads one in passing could use it until it expires.

    Scenario: The client sends the same assertion twice
      Given a client that has authenticated by a signed assertion
      When the client asks for a token with the same assertion again
      Then the server grants the token request, or refuses it with "invalid_client"
