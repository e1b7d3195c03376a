@as
Feature: An authorization request is read as the client meant it

  @rfc6749-3.1-authz-get @must @needs-authorization_code
  Rule: An authorization request comes by GET and ends in a response
    A client that sends its user off with a plain redirect or link would reach nobody.

    Scenario: The client sends a user off who has signed in before
      Given the user has signed in for a confidential client
      When the client asks for authorization
      Then the client gets an authorization code

  @rfc6749-3.1-authz-tls @must @needs-https
  Rule: The authorization endpoint is served over TLS alone
    Passwords and codes would be read on the way.

    Scenario: It is asked over plain http
      Given a confidential client
      And the authorization endpoint is served over TLS
      When the client sends off a user over plain http
      Then nothing is served without TLS

  @rfc6749-3.1-authz-query-kept @must
  Rule: The query of the authorization endpoint's address is kept
    It is the client that appends its parameters, and so the client that keeps the query or loses it: every request of this
    suite keeps it. A server could break the rule only by answering none of them, and then nothing else is judged either.

  @rfc6749-3.1-authz-post @may @needs-authorization_code
  Rule: An authorization request by form post is answered as one by GET
    A server may do without; one that half reads the form loses what the client relies on.

    Scenario: The parameters come in a form
      Given a confidential client
      When the client asks for authorization by form post
      Then the client gets an authorization code, or the server does not serve that

  @rfc6749-3.1-authz-empty-param @must @needs-authorization_code
  Rule: A parameter without a value counts as left out
    Client libraries send empty parameters; read as values they break the request, or slip past a check.

    Scenario Outline: The <parameter> is empty
      Given a confidential client
      And the client has asked for authorization without the <parameter>
      When the client asks for authorization with an empty <parameter>
      Then both requests are answered alike

      Examples:
        | parameter     |
        | scope         |
        | state         |
        | response type |
        | response mode |

  @rfc6749-3.1-authz-unknown-param @must @needs-authorization_code
  Rule: A parameter that the server does not know is ignored
    No extension could ever be tried against it.

    Scenario: The client sends an unknown parameter
      Given a confidential client
      When the client asks for authorization with an unknown parameter
      Then the client gets an authorization code

  @rfc6749-3.1-authz-repeated-param @must @needs-authorization_code
  Rule: A request with a repeated parameter is refused
    What one part of a server checks another does not use: the two may read different copies.

    Scenario Outline: The client asks <flaw>
      Given a confidential client
      When the client asks for authorization <flaw>
      Then the authorization request is refused with "invalid_request"

      Examples:
        | flaw                             |
        | with the response type twice     |
        | with the client identifier twice |
        | with its redirect URI twice      |
        | with the scope twice             |
        | with two different states        |

    @needs-pkce
    Scenario: The client asks with two different code challenges
      Given a confidential client
      When the client asks for authorization with two different code challenges
      Then the authorization request is refused with "invalid_request"

  @rfc6749-3.1-authz-authenticates-user @must @needs-authorization_code
  Rule: The user is authenticated before anything is granted
    A code for nobody in particular is a code for whomever the server takes the user for.

    Scenario: A user comes who has not signed in
      Given a public client
      When the client sends off a user who has not signed in
      Then nothing is granted

    Scenario: The user has signed in, in another browser
      Given a public client
      And the user has agreed before, in another browser
      When the client sends off a user who has not signed in
      Then nothing is granted

    @browser
    Scenario: The user has signed in, in another browser, and both are real ones
      Given a public client
      And the user has agreed before, in another browser
      When the client sends off a user who has not signed in
      Then nothing is granted

  @oidc-core-3.1.2.1-unknown-scope-ignored @should @needs-authorization_code @needs-openid
  Rule: In an OpenID Connect request a scope that the server does not know is ignored
    A client could not ask several servers for what only some of them have.

    Scenario: The client asks for openid and an unknown scope
      Given a confidential client
      When the client asks for authorization with the scope openid and an unknown one
      Then the client gets an authorization code

  @oidc-core-3.1.2.6-registration-not-supported @should @needs-authorization_code @needs-openid
  Rule: A registration in the request is ignored, or refused by the error that is there for it
    A client that brings its registration along could not tell why it is turned away.

    Scenario: The client brings its registration along
      Given a confidential client
      When the client asks for authorization with a registration of its own
      Then the client gets the error "registration_not_supported", or what it asked for

  @oidc-core-6.1-request-object @must @needs-authorization_code @needs-openid
  Rule: A request object is honoured, or refused by an error that is there for it
    A client that puts what matters into the object would go on without it, and not know.

    Scenario: The state is in the object alone
      Given a confidential client
      When the client asks for authorization with its state in a request object that nobody signed
      Then the client gets what the object asked for, or is told that it is not taken

  @oidc-core-6.2-request-uri @must @needs-authorization_code @needs-openid
  Rule: The address of a request object is followed, or refused by an error that is there for it
    A client that puts what matters into the object would go on without it, and not know.

    Scenario: The object is where nothing can be read
      Given a confidential client
      When the client asks for authorization with the address of a request object that cannot be read
      Then the client gets the error that the address is not followed, or cannot be

  @multiresp-2.1-unknown-mode @may @needs-authorization_code
  Rule: A response mode that the server does not know leads nowhere else than the default one
    A client that reads its response in one place would not find it in another.

    Scenario: The client asks for an unknown response mode
      Given a confidential client
      When the client asks for authorization with an unknown response mode
      Then the client gets an error, or what it asked for
      And the response comes in the query

    @needs-fragment
    Scenario: An error comes in the fragment where that is asked for
      Given a confidential client
      When the client asks for authorization with an unknown scope and also with the response mode fragment
      Then the response comes in the fragment

    @needs-form_post
    Scenario: An error comes by form post where that is asked for
      Given a confidential client
      When the client asks for authorization with an unknown scope and also with the response mode form_post
      Then the response comes in the posted form

  @multiresp-4-none-type @should
  Rule: The response type none grants without giving anything out
    What the client did not ask for can only be lost on the way.

    Scenario: The user agrees
      Given a client that may use the response type none
      When the client asks for authorization with the response type none
      Then nothing is granted
      And the client gets its state back

    Scenario: The user refuses
      Given a client that may use the response type none
      When the user refuses what the client asks for with the response type none
      Then nothing is granted
      And the client gets its state back
