@as
Feature: A protected resource can show what it was told of a token

  @rfc9701-4-accept-jwt @must @needs-signed_introspection @needs-introspection @needs-client_credentials
  Rule: Whoever asks for a signed introspection response gets one
    A protected resource that has to keep what it acted upon would have nothing that proves it.

    Scenario: A client asks about its own token
      Given a machine client
      And the client gets a token of its own
      And its access token is active
      When the client asks for a signed introspection response about its access token
      Then it gets a signed introspection response

  @rfc9701-4-caller-authenticated @must @needs-introspection @needs-client_credentials
  Rule: Signed introspection responses are refused with 400 to whoever does not authenticate
    Somebody who holds a stolen token would learn what it opens, and keep a proof of it.

    Scenario: Somebody asks without saying who it is
      Given a machine client
      And the client gets a token of its own
      And the client gets signed introspection responses
      When the client asks for a signed introspection response about its access token without saying who it is
      Then whoever asked is refused with 400

  @rfc9701-5-typ @must @needs-introspection @needs-client_credentials
  Rule: A signed introspection response is told from other JWTs by its type
    It would pass for the access token that it only tells of.

    Scenario: The header is looked at
      Given a machine client
      And the client gets a token of its own
      And the client gets signed introspection responses
      When the client asks for a signed introspection response about its access token
      Then the signed introspection response is typed as one

  @rfc9701-5-required-claims @must @needs-introspection @needs-client_credentials
  Rule: A signed introspection response says by whom, for whom and when it was made, and keeps apart what it says of the token
    Shown to somebody else, or years later, it would prove what it never said.

    Scenario Outline: It is looked at for <claim>
      Given a machine client
      And the client gets a token of its own
      And the client gets signed introspection responses
      When the client asks for a signed introspection response about its access token
      Then the signed introspection response has <claim>, as it must

      Examples:
        | claim                      |
        | its issuer                 |
        | its audience               |
        | its time                   |
        | what is known of the token |

  @rfc9701-5-signed @must @needs-introspection @needs-client_credentials
  Rule: A signed introspection response is signed
    Anybody could have written it.

    Scenario: The signature is checked
      Given a machine client
      And the client gets a token of its own
      And the client gets signed introspection responses
      When the client asks for a signed introspection response about its access token
      Then the signed introspection response is signed with a published key

  @rfc9701-5-no-sub-exp @should @needs-introspection @needs-client_credentials
  Rule: A signed introspection response lacks what every access token has
    A protected resource that does not look at types would take it for one.

    Scenario Outline: It is looked at for <claim>
      Given a machine client
      And the client gets a token of its own
      And the client gets signed introspection responses
      When the client asks for a signed introspection response about its access token
      Then the signed introspection response has no "<claim>" of its own

      Examples:
        | claim |
        | sub   |
        | exp   |

  @rfc9701-5-inactive @must @needs-introspection @needs-client_credentials
  Rule: Of a token that is not active, a signed introspection response says nothing else
    Whoever tries tokens would learn which of them were real, with a proof of it.

    Scenario: A client asks about a token that nobody issued
      Given a machine client
      And the client gets a token of its own
      And the client gets signed introspection responses
      When the client asks for a signed introspection response about its access token with a made-up token in its place
      Then the signed introspection response says that the token is not active, and nothing else

    Scenario: The lifetime of the token passes
      Given a machine client
      And the client gets a token of its own
      And the client gets signed introspection responses
      When the lifetime of the access token has passed
      And the client asks for a signed introspection response about its access token
      Then the signed introspection response says that the token is not active, and nothing else

    @needs-revocation
    Scenario: The token was revoked
      Given a machine client
      And the client gets a token of its own
      And the client gets signed introspection responses
      And the client has revoked its access token
      When the client asks for a signed introspection response about its access token
      Then the signed introspection response says that the token is not active, and nothing else

    Scenario: The token is not meant for whoever asks
      Given a machine client
      And the client gets a token of its own
      And the client gets signed introspection responses
      And a protected resource that the token is not meant for
      When the protected resource asks for a signed introspection response about the client's access token
      Then the signed introspection response says that the token is not active, and nothing else

  @rfc9701-5-scope-narrowed @should @needs-introspection @needs-client_credentials
  Rule: A protected resource learns of a token's scope what concerns it
    Every protected resource would learn what its users let others do elsewhere.

    Scenario: A protected resource asks about a token with more scopes than concern it
      Given a machine client with several scopes
      And the client gets a token of its own
      And the client gets signed introspection responses
      And a protected resource that only some of the token's scopes concern
      When the protected resource asks for a signed introspection response about the client's access token
      Then the signed introspection response names no scope that does not concern the protected resource

  @rfc9701-6-registered-alg @must @needs-signed_introspection @needs-introspection @needs-registration @needs-client_credentials @intrusive
  Rule: Introspection responses are signed with the algorithm that their reader registered for, which is RS256 if it named none
    A protected resource that knows one algorithm could not verify what it was told.

    Scenario Outline: A client registers for <which>
      Given a client that registered for introspection responses of <which>
      When the client asks for a signed introspection response about its access token
      Then the signed introspection response is signed as the client registered

      Examples:
        | which                        |
        | another algorithm than RS256 |
        | no algorithm                 |

  @rfc9701-7-metadata-algs @should @needs-metadata @needs-introspection @needs-client_credentials
  Rule: The metadata list the algorithms of introspection responses
    A protected resource could only guess which of them to register for.

    Scenario: The list is looked at after a response was signed
      Given a machine client
      And the client gets a token of its own
      And the client gets signed introspection responses
      When a client reads the metadata
      Then they list the algorithm of the signed introspection response
