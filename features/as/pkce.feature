@as
Feature: A code is worth nothing without the verifier of whoever asked for it

  @rfc7636-4.2-server-s256 @must @needs-authorization_code @needs-pkce
  Rule: A client that proves itself with S256 gets its token
    Clients that can hash must use S256, so a server without it has no PKCE for them.

    Scenario: The verifier hashes to the challenge
      Given an authorization code for a public client
      When the client redeems the code
      Then the token request is granted

  @rfc7636-4.1-verifier-length-bounds @must @needs-authorization_code @needs-pkce
  Rule: Verifiers of every allowed length and character work
    A client that keeps to the syntax would fail for some of its users, some of the time.

    Scenario Outline: The verifier has <length> characters, with every kind of punctuation
      Given an authorization code for a public client that asked with a verifier of <length> characters
      When the client redeems the code
      Then the token request is granted

      Examples:
        | length |
        | 43     |
        | 128    |

  @rfc7636-4.1-verifier-too-short @should @needs-authorization_code @needs-pkce
  Rule: A verifier too short to be unguessable is refused
    Whoever saw the challenge could find the verifier by trying.

    Scenario: The verifier has 42 characters
      Given an authorization code for a public client that asked with a verifier of 42 characters
      When the client redeems the code
      Then the token request is refused with "invalid_grant" or "invalid_request"

  @rfc7636-4.1-verifier-bad-chars @should @needs-authorization_code @needs-pkce
  Rule: A verifier that breaks the syntax is refused
    Software on the way that trims or recodes such a value makes two different verifiers equal.

    Scenario Outline: The client asked <flaw>
      Given an authorization code for a public client that asked <flaw>
      When the client redeems the code
      Then the token request is refused with "invalid_grant" or "invalid_request"

      Examples:
        | flaw                                     |
        | with a verifier of 129 characters        |
        | with a verifier that has a space in it   |
        | with a verifier that has an umlaut in it |

  @rfc7636-4.2-server-plain @may @needs-authorization_code @needs-pkce_plain
  Rule: Where the method plain is offered, it works
    Clients that cannot hash would be locked out by a promise.

    Scenario: The verifier is the challenge
      Given an authorization code for a public client that asked with the challenge method plain
      When the client redeems the code
      Then the token request is granted

  @rfc7636-4.3-method-default-plain @must @needs-authorization_code @needs-pkce
  Rule: A challenge without a method is a plain one
    A server that guesses otherwise locks out clients, or lets a hash that everyone saw pass for the secret.

    Scenario: The verifier is the challenge, whose method is left out
      Given an authorization code for a public client that asked with a plain challenge and no method
      When the client redeems the code
      Then the token request is granted

    Scenario: The verifier hashes to a challenge whose method is left out
      Given an authorization code for a public client that asked with a hash for a challenge and no method
      When the client redeems the code
      Then the token request is refused with "invalid_grant"

  @rfc7636-4.4-challenge-bound-to-code @must @needs-authorization_code @needs-pkce
  Rule: A challenge belongs to one code
    An injected code would be redeemed with the victim's own verifier.

    Scenario: The client proves itself with the verifier of another of its requests
      Given two authorization codes for a public client
      When the client redeems the code with the code verifier of the other code
      Then the token request is refused with "invalid_grant"

  @rfc7636-4.4-challenge-not-in-code @must @needs-authorization_code @needs-pkce
  Rule: A code does not show the challenge
    With the plain method, whoever sees the code would have its verifier too.

    Scenario: The code is read, as it stands and decoded
      Given a public client
      When the client asks for authorization
      Then the code does not contain the code challenge

  @rfc7636-4.4.1-challenge-required-error @must @needs-authorization_code @needs-pkce
  Rule: A server that insists on PKCE says so to the client
    Users would be stranded on a page that tells the client's developer nothing.

    Scenario: A public client sends no challenge
      Given a server that insists on a code challenge from a public client
      When the client asks for authorization without a code challenge
      Then the client gets the error "invalid_request"

  @rfc7636-4.4.1-method-unsupported-error @must @needs-authorization_code @needs-pkce
  Rule: A challenge method that the server does not know is refused
    A server that drops what it does not understand leaves the code unbound, and the client believes it protected.

    Scenario: The method is unknown
      Given a public client
      When the client asks for authorization with a challenge method that nobody knows
      Then the client gets the error "invalid_request"

    Scenario Outline: A server that offers no plain challenges is asked <how>
      Given a server that offers no plain challenges to a public client
      When the client asks for authorization <how>
      Then the client gets the error "invalid_request", or a code that its plain verifier alone redeems

      Examples:
        | how                                 |
        | with the challenge method plain     |
        | with a plain challenge and no method |

  @rfc7636-4.4.1-challenge-malformed @should @needs-authorization_code @needs-pkce
  Rule: A challenge that breaks the syntax is refused
    The mistake would show only when the code is redeemed, or never.

    Scenario Outline: The client asks <flaw>
      Given a public client
      When the client asks for authorization <flaw>
      Then the client gets the error "invalid_request"

      Examples:
        | flaw                                    |
        | with a challenge of 42 characters       |
        | with a challenge of 129 characters      |
        | with a challenge that has a space in it |

  @rfc7636-4.6-verifier-mismatch @must @needs-authorization_code @needs-pkce
  Rule: A code is refused with any verifier but its own
    PKCE that compares loosely, or not at all, protects nobody.

    Scenario Outline: A public client redeems <flaw>
      Given an authorization code for a public client
      When the client redeems the code <flaw>
      Then the token request is refused with "invalid_grant"

      Examples:
        | flaw                                          |
        | with a wrong code verifier                    |
        | with its code verifier and one character more |

  @rfc7636-4.6-challenge-as-verifier @must @needs-authorization_code @needs-pkce
  Rule: The challenge itself is not its verifier
    Whoever saw the authorization request could redeem the code.

    Scenario: The challenge is sent in the verifier's place
      Given an authorization code for a public client
      When the client redeems the code with the code challenge as its code verifier
      Then the token request is refused with "invalid_grant"

  @rfc7636-4.6-verifier-missing @must @needs-authorization_code @needs-pkce
  Rule: A code bound to a challenge is not redeemed without its verifier
    PKCE that can be left out protects nobody.

    Scenario: The verifier is left out
      Given an authorization code for a public client
      When the client redeems the code without its code verifier
      Then the token request is refused with "invalid_grant" or "invalid_request" or "invalid_client"

    Scenario: The verifier is empty
      Given an authorization code for a public client
      When the client redeems the code with an empty code verifier
      Then the token request is refused with "invalid_grant" or "invalid_request" or "invalid_client"

    Scenario: A wrong verifier does not unbind the code
      Given an authorization code for a public client
      When the client redeems the code with a wrong code verifier
      And the client redeems the code without its code verifier
      Then the token request is refused with "invalid_grant" or "invalid_request" or "invalid_client"

  @rfc7636-5-legacy-tolerant-server @may @needs-authorization_code @needs-pkce
  Rule: A server that does not insist on PKCE serves a client without it to the end
    Clients older than PKCE would get a code that buys nothing.

    Scenario: The client asked without a challenge and redeems without a verifier
      Given an authorization code for a confidential client that asked without a code challenge
      When the client redeems the code
      Then the token request is granted

  @rfc9700-2.1.1-as-pkce-downgrade @must @needs-authorization_code @needs-pkce
  Rule: A verifier is refused where no challenge was sent
    An attacker who strips the challenge from the request would have the victim redeem an injected code.

    Scenario Outline: A <kind> client whose challenge was stripped sends its verifier
      Given an authorization code for a <kind> client that asked without a code challenge
      When the client redeems the code with a code verifier
      Then the token request is refused with "invalid_grant" or "invalid_request"

      Examples:
        | kind         |
        | confidential |
        | public       |

  @oauth21-4.1.3-verifier-iff-challenge @must @needs-authorization_code @needs-pkce
  Rule: A confidential client, too, sends a verifier exactly when it sent a challenge
    A stolen code would be worth something to whoever can authenticate as the client, or inject it there.

    Scenario: A confidential client leaves its verifier out
      Given an authorization code for a confidential client
      When the client redeems the code without its code verifier
      Then the token request is refused with "invalid_grant" or "invalid_request"
