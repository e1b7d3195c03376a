@as
Feature: What the current best practice asks of a server

  @rfc9700-2.1-exact-redirect-match @must @same-as-rfc6749-3.1.2.3-redirect-simple-string-match
  Rule: Redirect URIs are compared exactly
    A pattern matches more than whoever wrote it had in mind.

  @rfc9700-2.1.1-as-pkce-support @must @same-as-rfc7636-4.2-server-s256
  Rule: PKCE is supported
    A code that is injected into a client's session could not be told from its own.

  @rfc9700-2.1.1-as-pkce-enforced @must @needs-authorization_code @needs-pkce
  Rule: Whoever sent a challenge, its code is worth nothing without the verifier
    Proof that only some clients have to give is left out by whoever stole the code.

    Scenario Outline: A <kind> client redeems its code <flaw>
      Given an authorization code for a <kind> client
      When the client redeems the code <flaw>
      Then the token request is refused with "invalid_grant" or "invalid_request" or "invalid_client"

      Examples:
        | kind         | flaw                       |
        | public       | without its code verifier  |
        | public       | with a wrong code verifier |
        | confidential | without its code verifier  |
        | confidential | with a wrong code verifier |

  @rfc9700-2.1.1-pkce-metadata @should @needs-metadata @needs-authorization_code
  Rule: The metadata say that PKCE is supported
    A client cannot rely on a protection that it does not know of.

    Scenario: The challenge methods are looked at
      When a client reads the metadata
      Then "code_challenge_methods_supported" holds "S256"

  @rfc9700-2.5-client-auth-enforced @should @same-as-rfc6749-3.2.1-confidential-must-authenticate
  Rule: Clients that have credentials have to show them
    A stolen code would be as good to the thief as to the client.

  @rfc9700-2.6-metadata-published @should
  Rule: A server publishes metadata
    Clients that are configured by hand keep what was right once, security features left off among it.

    Scenario: Metadata is looked for at each well-known location
      When a client reads the metadata
      Then it finds the metadata at a well-known location

  @rfc9700-4.2.4-code-invalidated-on-use @must @same-as-rfc6749-4.1.2-code-single-use
  Rule: A code is void after its first use
    A code that leaked from the browser could be used once more.

  @rfc9700-4.2.4-code-reuse-revokes @should @same-as-rfc6749-4.1.2-code-reuse-revokes-access-token
  Rule: A code that is used again takes with it what it bought
    One of the two who used it is a thief, and may have been the first.

  @rfc9700-4.8.2-pkce-downgrade @must @same-as-rfc9700-2.1.1-as-pkce-downgrade
  Rule: A verifier for a code without a challenge is refused
    An attacker who strips the challenge could still inject a code.

  @rfc9700-4.11.2-as-open-redirector @must @same-as-rfc6749-3.1.2.4-invalid-redirect-no-redirect
  Rule: A server is no open redirector
    Links to a trusted host would lead wherever an attacker wants.

  @rfc9700-4.14.2-refresh-bound-to-scope @must @same-as-rfc6749-6-refresh-scope-not-widened
  Rule: A refresh token is bound to what its user agreed to
    It would grow beyond what the user was ever asked.
