@as
Feature: A refused authorization request is reported to the client, or to the user, and to nobody else

  @rfc6749-3.1.1-response-type-missing @must @needs-authorization_code
  Rule: A request without a response type is refused
    The server would choose for the client, and grant what was not asked for.

    Scenario: The response type is left out
      Given a confidential client
      When the client asks for authorization without the response type
      Then the client gets an error

  @rfc6749-3.1.1-response-type-unknown @must @needs-authorization_code
  Rule: A response type that the server does not know is refused
    An extension that is not there would seem to have been used.

    Scenario: The response type is unknown
      Given a confidential client
      When the client asks for authorization with an unknown response type
      Then the client gets an error

    Scenario: The response type is a code and something unknown
      Given a confidential client
      When the client asks for authorization with an unknown response type beside a code
      Then the client gets an error

  @rfc6749-4.1.2.1-error-invalid-client-id-no-redirect @must @needs-authorization_code
  Rule: For an unknown client the user is sent nowhere
    With any made-up client the server would be an open redirector.

    Scenario: The client is unknown
      Given a confidential client
      When the client asks for authorization with an unknown client identifier
      Then the user is sent nowhere

    Scenario: The client is unknown, and so is the response type
      Given a confidential client
      When the client asks for authorization with an unknown client identifier and also with an unknown response type
      Then the user is sent nowhere

  @rfc6749-4.1.2.1-error-missing-client-id @must @needs-authorization_code
  Rule: Without a client identifier the user is sent nowhere
    There is no registration that could vouch for the redirect URI.

    Scenario: The client identifier is left out
      Given a confidential client
      When the client asks for authorization without its client identifier
      Then the user is sent nowhere

  @rfc6749-4.1.2.1-error-access-denied @must @needs-authorization_code
  Rule: A user who refuses is taken back to the client with the error access_denied
    The client waits for ever, or takes the refusal for a fault and asks again.

    Scenario: The user refuses
      Given a confidential client
      When the user refuses what the client asks for
      Then the client gets the error "access_denied"

  @rfc6749-4.1.2.1-error-invalid-scope @must @needs-authorization_code
  Rule: A scope that the server does not know is refused, or left out of a grant that says so
    The client would believe that it has what it asked for.

    Scenario: The client asks for an unknown scope
      Given a confidential client
      When the client asks for authorization with an unknown scope
      Then the client gets the error "invalid_scope", or a grant that does not claim the unknown scope

  @rfc6749-4.1.2.1-error-unauthorized-client @must
  Rule: A client that may not use the code grant is told so
    A client registered for less gets codes, and with them its users' data.

    Scenario: The client may not ask for codes
      Given a client that may not use the code grant
      When the client asks for authorization
      Then the client gets the error "unauthorized_client" or "unsupported_response_type"

  @rfc6749-4.1.2.1-error-in-query @must @needs-authorization_code
  Rule: An error of the code grant comes in the query, with the state
    A client finds neither the error nor the session it belongs to.

    Scenario Outline: The request comes <flaw>
      Given a confidential client
      When the client asks for authorization <flaw>
      Then the client gets an error
      And the response comes in the query

      Examples:
        | flaw                          |
        | without the response type     |
        | with an unknown response type |

    Scenario: The user refuses
      Given a confidential client
      When the user refuses what the client asks for
      Then the client gets an error
      And the response comes in the query

    Scenario: A client of several redirect URIs asks at the last of them
      Given a confidential client with several redirect URIs
      When the client asks for authorization with an unknown response type and also at the last of its redirect URIs
      Then the client gets an error

    Scenario: The user refuses what a client of several redirect URIs asks for at the last of them
      Given a confidential client with several redirect URIs
      When the user refuses what the client asks for at the last of its redirect URIs
      Then the client gets an error

  @rfc6749-4.1.2.1-error-charset @must @needs-authorization_code
  Rule: An error and its description are printable ASCII without quote and backslash
    A value that the server repeats unfiltered injects headers or markup where the error is shown.

    Scenario Outline: The request comes <flaw>
      Given a confidential client
      When the client asks for authorization <flaw>
      Then the error's text keeps to the characters that are allowed

      Examples:
        | flaw                                            |
        | with a quote and a backslash in the response type |
        | with letters beyond ASCII in the response type  |
        | with a line break in the response type          |
