@client @needs-restart
Feature: How an application finds its authorization server

  @rfc8414-3.3-client-issuer-mismatch @must
  Rule: Metadata that name another issuer are not used
    Whoever can put a document there takes the place of the server.

    Scenario Outline: The metadata name <issuer>
      When the application meets an authorization server whose metadata name <issuer>
      Then it sends nobody there

      Examples:
        | issuer                          |
        | another issuer                  |
        | its issuer with a slash after it |

  @rfc8414-3.2-client-ignores-unknown @should
  Rule: A member of the metadata that the application does not know changes nothing
    The day a server adds one, nobody can sign in any more.

    Scenario: The metadata have further members
      When the application meets an authorization server whose metadata name members that nobody knows
      Then it sends its user there

  @rfc8414-2.1-client-signed-precedence @must @needs-signed_metadata
  Rule: What the server signed of its metadata stands above the rest
    Whoever changes the document on its way leads the users of an application that reads the unsigned half.

    Scenario: The two halves name different authorization endpoints
      When the application meets an authorization server that publishes metadata whose signed half names another authorization endpoint
      Then it sends its user there

  @rfc9207-2.4-client-one-issuer-per-endpoint @must @needs-second_issuer
  Rule: No two servers go by one name
    An attacker's server that has an honest one's name passes for it wherever names are compared.

    Scenario: The second server has the name of the first
      When the application meets a second authorization server that goes by the name of the first
      Then it sends nobody there

  @oidc-discovery-2-client-webfinger @may @needs-webfinger @needs-https
  Rule: The server of a user is found by who the user is
    Users have to know the address of their server.

    Scenario Outline: Somebody says who they are by <identifier>
      When somebody begins a sign-in with <identifier>
      Then their server was looked up
      And a sign-in begins at our issuer

      Examples:
        | identifier    |
        | an address    |
        | a URL         |

  @oidc-discovery-4-client-uses-document @must @needs-openid
  Rule: The document is read by GET below the issuer
    A server that moves its endpoints cannot be used any more.

    Scenario: The application meets its server
      When somebody signs in
      Then the metadata were read by GET below the issuer

  @rfc9207-2.4-client-unadvertised-iss @should @needs-iss_parameter
  Rule: An answer that names its server, from one that never announced to, is thrown away
    It is from another server than the one that was asked.

    Scenario: The answer names a server and the metadata do not say that it would
      When somebody signs in at an authorization server that does not announce the issuer of its answers
      Then no code was redeemed at it
