@as
Feature: A code belongs to one client and one redirect URI

  @rfc6749-4.1.3-code-bound-to-client @must @needs-authorization_code
  Rule: A confidential client's code is redeemed by that client alone
    A malicious client could sign in as the users of another.

    Scenario Outline: Another <kind> client redeems the code
      Given an authorization code for a confidential client
      And another <kind> client
      When the other client redeems the code
      Then the token request is refused with "invalid_grant"

      Examples:
        | kind         |
        | confidential |
        | public       |

    Scenario: Another client redeems the code, made over to look like one of its own
      Given an authorization code for a confidential client
      And another confidential client
      And the other client has a code of its own
      When the other client redeems the code with the end of its own
      Then the token request is refused with "invalid_grant"

  @rfc6749-4.1.3-code-public-client-binding @must @needs-authorization_code
  Rule: A public client's code is redeemed under that client's name alone
    A malicious client could sign in as the users of another.

    Scenario Outline: Another <kind> client redeems the code
      Given an authorization code for a public client
      And another <kind> client
      When the other client redeems the code
      Then the token request is refused with "invalid_grant"

      Examples:
        | kind         |
        | confidential |
        | public       |

  @rfc6749-4.1.3-client-id-mismatch-with-auth @must @needs-authorization_code
  Rule: Who authenticated decides whose code it is, not who is named beside it
    One client's secret would open the codes of all.

    Scenario: Another client authenticates and names the first
      Given an authorization code for a confidential client
      And another confidential client
      When the other client redeems the code in the name of the first
      Then the token request is refused with "invalid_grant" or "invalid_client" or "invalid_request"

  @rfc6749-3.2.1-public-must-send-client-id @must @needs-authorization_code
  Rule: A public client says who it is when it redeems a code
    Without its name a code meant for another client would pass as its own.

    Scenario: The public client leaves its identifier out
      Given an authorization code for a public client
      When the client redeems the code without its client identifier
      Then the token request is refused with "invalid_request" or "invalid_client" or "invalid_grant"

  @rfc6749-4.1.3-redirect-uri-binding @must @needs-authorization_code
  Rule: A code is redeemed with the redirect URI it was asked for
    A code that was stolen through one redirect URI would be good at the client's other one.

    Scenario Outline: The client redeems <flaw>
      Given an authorization code for a confidential client
      When the client redeems the code <flaw>
      Then the token request is refused with "invalid_grant"

      Examples:
        | flaw                                   |
        | with another of its redirect URIs      |
        | with a redirect URI of somebody else   |
        | with a path below the redirect URI     |

  @rfc6749-4.1.3-redirect-uri-missing @must @needs-authorization_code
  Rule: A redirect URI that stood in the authorization request stands in the token request
    The check against injected codes could be left out by whoever injects them.

    Scenario: The redirect URI is left out
      Given an authorization code for a confidential client
      When the client redeems the code without the redirect URI
      Then the token request is refused with "invalid_grant" or "invalid_request"

  @oauth21-10.2-redirect-uri-in-token-request-ignored @must @needs-authorization_code
  Rule: A redirect URI in the token request is taken and checked, for a public client with PKCE too
    Clients written for OAuth 2.0 would be turned away, or would believe in a check that nobody makes.

    Scenario: The redirect URI is the right one
      Given an authorization code for a public client
      When the client redeems the code
      Then the token request is granted

    Scenario: The redirect URI is another
      Given an authorization code for a public client
      When the client redeems the code with a redirect URI of somebody else
      Then the token request is refused with "invalid_grant"
