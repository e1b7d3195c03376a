@as
Feature: Nobody is taken for a confidential client without proof

  @rfc6749-3.2.1-confidential-must-authenticate @must @needs-authorization_code
  Rule: A confidential client that does not authenticate gets nothing for its code
    A stolen code would be worth as much to the thief as to the client.

    Scenario Outline: A client that should authenticate by <method> only names itself
      Given a client that authenticates by <method>
      And it is about to use its authorization code
      When the client asks for a token naming itself without authenticating
      Then the token request is refused with "invalid_client"

      Examples:
        | method                              |
        | Basic                               |
        | its secret in the body              |
        | a signed assertion                  |
        | an assertion keyed with its secret  |

    Scenario: The client sends its code and nothing about itself
      Given a client that authenticates by Basic
      And it is about to use its authorization code
      When the client asks for a token without saying who it is
      Then the token request is refused with "invalid_client" or "invalid_request"

  @rfc8252-8.5-secret-not-proof @must
  Rule: A secret shipped in an app proves nothing
    Everybody who installs the app can read the secret, and would pass for the app's maker.

    Scenario: The secret buys no token of the client's own
      Given a native client that ships a secret
      When the client asks for a token of its own
      Then the token request is refused with "unauthorized_client" or "invalid_client" or "unsupported_grant_type"

    @needs-authorization_code
    Scenario: The secret does not stand in for the code verifier
      Given a native client that ships a secret
      And it is about to use its authorization code
      When the client asks for a token without its code verifier
      Then the token request is refused with "invalid_grant" or "invalid_request"

  @rfc9700-2.5-asymmetric-client-auth @should @needs-metadata
  Rule: Clients can authenticate with a key that the server does not hold
    Whoever reads the server's database could otherwise act as any of its clients.

    Scenario: The metadata names a method with asymmetric keys
      When a client reads the metadata
      Then it finds a way to authenticate with asymmetric keys
