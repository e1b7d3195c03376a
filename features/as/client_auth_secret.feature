@as
Feature: Only the client itself gets in with its secret

  @rfc6749-2.3.1-basic-supported @must
  Rule: A client that was issued a secret authenticates by Basic
    Basic is the one method that every client can count on; without it clients and servers that follow the text do not meet.

    Scenario: The client sends its secret by Basic
      Given a client that authenticates by Basic
      When the client asks for a token
      Then the token request is granted

    Scenario Outline: The client also names itself in the body to use its <grant>
      Given a client that authenticates by Basic
      And it is about to use its <grant>
      When the client asks for a token naming itself in the body as well
      Then the token request is granted

      Examples:
        | grant              |
        | client credentials |
        | authorization code |
        | refresh token      |

  @rfc6749-2.3.1-basic-form-encoding @must
  Rule: Identifier and secret are form-decoded after they came by Basic
    A client whose generated secret holds one of these characters is locked out, or the separator is found in the wrong place.

    Scenario Outline: The credentials hold <character>
      Given a client whose credentials hold <character>
      When the client asks for a token
      Then the token request is granted

      Examples:
        | character             |
        | a space               |
        | a colon               |
        | a percent sign        |
        | a plus sign           |
        | an ampersand          |
        | a non-ASCII character |

  @rfc6749-2.3.1-secret-in-body @may @needs-client_secret_post
  Rule: A server that offers secrets in the body takes them there
    Clients choose a method from what is offered, and would fail with it.

    Scenario: The client sends its secret in the body
      Given a client that authenticates by its secret in the body
      When the client asks for a token
      Then the token request is granted

  @rfc6749-2.3.1-secret-not-in-uri @should
  Rule: A secret in the address counts for nothing
    Addresses end up in logs and histories, so a client that gets through this way leaks its secret and never notices.

    Scenario: The client sends its secret in the query
      Given a client that has authenticated by a secret
      When the client asks for a token with its secret in the query
      Then the token request is refused with "invalid_client" or "invalid_request"

  @rfc6749-2.3-one-auth-method-per-request @must
  Rule: A request with two kinds of client authentication is refused
    Two parties that look at different halves of the request take it for two different clients.

    Scenario: The client sends its secret by Basic and in the body
      Given a client that has authenticated by Basic
      When the client asks for a token with its secret in the body as well
      Then the token request is refused with "invalid_request" or "invalid_client"

    @needs-private_key_jwt
    Scenario: The client sends a signed assertion and a secret by Basic
      Given a client that has authenticated by a signed assertion
      When the client asks for a token with a secret by Basic as well
      Then the token request is refused with "invalid_request" or "invalid_client"

    @needs-private_key_jwt
    Scenario Outline: The client sends its secret by Basic and an assertion that nobody signed, of algorithm <alg>
      Given a client that has authenticated by Basic
      When the client asks for a token with an assertion of algorithm <alg> as well
      Then the token request is refused with "invalid_request" or "invalid_client"

      Examples:
        | alg  |
        | none |
        | nOnE |

  @rfc6749-2.3.1-wrong-secret @must
  Rule: A wrong secret is refused
    Whoever knows a client's public name could act as that client.

    Scenario Outline: The client sends <flaw> by Basic
      Given a client that has authenticated by Basic
      When the client asks for a token with <flaw>
      Then the token request is refused with "invalid_client"

      Examples:
        | flaw                              |
        | a wrong secret                    |
        | another client's secret           |
        | its secret cut short              |
        | its secret and one character more |
        | its secret in the other case      |

    Scenario: The client sends an empty secret by Basic
      It is one left out (section 2.3.1): no authentication, or a parameter that is missing (section 5.2).

      Given a client that has authenticated by Basic
      When the client asks for a token with an empty secret
      Then the token request is refused with "invalid_client" or "invalid_request"

    @needs-client_secret_post
    Scenario Outline: The client sends <flaw> in the body
      Given a client that has authenticated by its secret in the body
      When the client asks for a token with <flaw>
      Then the token request is refused with "invalid_client"

      Examples:
        | flaw            |
        | a wrong secret  |
        | an empty secret |

    Scenario Outline: The client sends a wrong secret to use its <grant>
      Given a client that has authenticated by Basic
      And it is about to use its <grant>
      When the client asks for a token with a wrong secret
      Then the token request is refused with "invalid_client"

      Examples:
        | grant              |
        | authorization code |
        | refresh token      |

  @rfc6749-2.3.1-unknown-client @must
  Rule: A client that nobody registered is refused
    Anybody could make up a client and get tokens for it.

    Scenario: An unknown client authenticates by Basic
      Given a client that has authenticated by Basic
      When the client asks for a token in the name of a client that nobody registered
      Then the token request is refused with "invalid_client" or "invalid_grant"

    @needs-client_secret_post
    Scenario: An unknown client authenticates in the body
      Given a client that has authenticated by its secret in the body
      When the client asks for a token in the name of a client that nobody registered
      Then the token request is refused with "invalid_client" or "invalid_grant"

    @needs-authorization_code
    Scenario: An unknown public client redeems a code
      Given an authorization code for a public client
      When the client redeems the code in the name of a client that nobody registered
      Then the token request is refused with "invalid_client" or "invalid_grant"

  @rfc6749-5.2-error-invalid-client-401 @must
  Rule: Failed Basic authentication is answered with 401 and a Basic challenge
    HTTP libraries and operators tell a wrong secret from a wrong request by it.

    Scenario: The client sends a wrong secret by Basic
      Given a client that has authenticated by Basic
      When the client asks for a token with a wrong secret
      Then the client is told that it did not authenticate
      And the client is challenged to use Basic

    Scenario: A client that nobody registered authenticates by Basic
      Given a client that has authenticated by Basic
      When the client asks for a token in the name of a client that nobody registered
      Then the client is told that nobody knows it
      And the client is challenged to use Basic

  @rfc6749-2.3.1-secret-brute-force @should @intrusive @locks-out
  Rule: Guessing a client's secret is slowed down or stopped
    A weak secret falls to whoever may try as often as the network allows.

    Scenario: Somebody tries a hundred secrets
      Given a client that has authenticated by Basic
      When somebody tries a hundred secrets in the client's name
      Then the guessing was slowed down or stopped
