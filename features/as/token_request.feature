@as
Feature: A token request is read as the client meant it

  @rfc6749-3.2-token-empty-param @must
  Rule: A parameter without a value counts as left out
    Client libraries send empty parameters; read as values they break the request, or slip past a check.

    @needs-client_credentials
    Scenario: The scope of a client's own token is empty
      Given a machine client
      And the client has asked for a token of its own without the scope
      When the client asks for a token of its own with an empty scope
      Then both token requests are answered alike

    @needs-authorization_code
    Scenario: The code is empty
      Given an authorization code for a confidential client
      When the client redeems the code but leaves it empty
      Then the token request is refused with "invalid_request"

  @rfc6749-3.2-token-unknown-param @must @needs-authorization_code
  Rule: A parameter that the token endpoint does not know is ignored
    No extension could ever be introduced.

    Scenario: An unknown parameter is sent
      Given an authorization code for a confidential client
      When the client redeems the code with a parameter that nobody knows
      Then the token request is granted

  @rfc6749-3.2-token-repeated-param @must @needs-authorization_code
  Rule: A parameter that stands twice is refused
    One of two servers on the way checks the first value, the other uses the second.

    Scenario Outline: The <parameter> stands twice
      Given an authorization code for a confidential client
      When the client redeems the code with its <parameter> twice
      Then the token request is refused with "invalid_request"

      Examples:
        | parameter     |
        | grant type    |
        | code          |
        | redirect URI  |

    @needs-pkce
    Scenario: The code verifier stands twice
      Given an authorization code for a confidential client
      When the client redeems the code with its code verifier twice
      Then the token request is refused with "invalid_request"

    @needs-refresh_token
    Scenario: The refresh token stands twice
      Given a confidential client with a refresh token
      When the client refreshes with its refresh token twice
      Then the token request is refused with "invalid_request"

  @rfc6749-3.2-token-wrong-content-type @should @needs-authorization_code
  Rule: A token request that is no form is refused
    A page in the browser may send such a body to anywhere, and what checks requests on the way does not look into it.

    Scenario Outline: The code is sent <body>
      Given an authorization code for a confidential client
      When the client redeems the code <body>
      Then the token request is refused for its body

      Examples:
        | body                   |
        | as JSON                |
        | as a form in plain text |

  @rfc6749-b-form-encoding-utf8 @must
  Rule: Parameters are decoded as a form in UTF-8
    What one library encodes the next server would read as something else. That blanks may be plus signs shows in every scope of two words.

    @needs-authorization_code
    Scenario Outline: The code is sent <encoding>
      Given an authorization code for a confidential client
      When the client redeems the code <encoding>
      Then the token request is granted

      Examples:
        | encoding                           |
        | with every character percent-encoded |
        | with an unknown parameter in UTF-8 |

    @needs-client_credentials
    Scenario: The scope is sent with percent-encoded blanks
      Given a machine client with several scopes
      And the client has asked for a token of its own
      When the client asks for a token of its own with percent-encoded blanks
      Then both token requests are answered alike

  @rfc6749-3.3-scope-returned-when-different @must @needs-client_credentials
  Rule: A client that gets another scope than it asked for is told so
    It would offer its users what it cannot do, or hold, unknowing, a token that can do more.

    Scenario: A machine asks for more than there is
      Given a machine client
      When the client asks for a token of its own with an unknown scope
      Then nothing is granted that differs from what the client is told

  @rfc6749-3.3-scope-default-or-error @must
  Rule: Without a scope the client gets a default, or is told that the scope is what is wrong
    A client could not tell what it did wrong.

    @needs-authorization_code
    Scenario: A user is sent off without a scope
      Given a confidential client
      When the client asks for authorization without the scope
      Then the client gets the error "invalid_scope", or what it asked for

    @needs-client_credentials
    Scenario: A machine asks for a token without a scope
      Given a machine client
      When the client asks for a token of its own without the scope
      Then the server grants the token request, or refuses it with "invalid_scope"

  @rfc6749-3.3-scope-case-sensitive @should @needs-client_credentials
  Rule: A scope in other letters is another scope
    What one server takes for the same word the next one, or the resource, does not.

    Scenario: A machine asks for its scope in the other case
      Given a machine client
      And the client has asked for a token of its own with an unknown scope alone
      When the client asks for a token of its own with one of its scopes in the other case
      Then both token requests are answered alike

  @rfc9700-2.4-no-password-grant @must @needs-authorization_code
  Rule: A user's password buys no token from a client
    Every client would see it, and no second factor could be asked for.

    Scenario: A client sends its user's password
      Given an authorization code for a confidential client
      When the client redeems the code with its user's password instead
      Then the token request is refused with "unsupported_grant_type" or "unauthorized_client" or "invalid_request"

  @rfc9700-2.1.2-no-implicit @should @needs-authorization_code
  Rule: An access token does not come through the browser
    It would stay in histories and logs, and nothing binds it to the client.

    Scenario Outline: A token is asked for at the authorization endpoint <how>
      Given a confidential client
      When the client asks for authorization <how>
      Then no token comes through the browser

      Examples:
        | how                               |
        | with the response type token      |
        | with the response type code token |

    @needs-openid
    Scenario Outline: A token is asked for beside an ID token, <how>
      Given a confidential client
      When the client asks for authorization <how>
      Then no token comes through the browser

      Examples:
        | how                                        |
        | with the response type id_token token      |
        | with the response type code id_token token |
