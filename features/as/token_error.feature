@as
Feature: A refused token request tells the client why, and nothing else

  @rfc6749-5.2-error-unsupported-grant-type @must @needs-authorization_code
  Rule: A grant type that the server does not support is refused as that
    A client could not tell a server without its grant from a mistake of its own.

    Scenario: The grant type is a made-up word
      Given an authorization code for a confidential client
      When the client redeems the code with a made-up grant type
      Then the token request is refused with "unsupported_grant_type"

  @rfc6749-4.5-extension-grant-unknown @must @needs-authorization_code
  Rule: An extension grant that the server does not know is refused as that
    A client could not tell a server without its extension from a mistake of its own.

    Scenario: The grant type is a made-up URI
      Given an authorization code for a confidential client
      When the client redeems the code with a made-up URI as its grant type
      Then the token request is refused with "unsupported_grant_type"

  @rfc6749-5.2-error-status-400-json @must @needs-authorization_code
  Rule: A refused token request is answered with an error in JSON, and status 400 unless the client did not authenticate
    A client that finds neither takes the refusal for an outage, and asks again for ever.

    Scenario Outline: The client redeems the code <flaw>
      Given an authorization code for a confidential client
      When the client redeems the code <flaw>
      Then the error is told in JSON with status 400

      Examples:
        | flaw                      |
        | without a grant type      |
        | with a made-up grant type |
        | but leaves it out         |
        | but sends a made-up code  |

    @needs-refresh_token
    Scenario: The refresh token is made up
      Given a confidential client with a refresh token
      When the client refreshes with a made-up refresh token
      Then the error is told in JSON with status 400

    Scenario Outline: The client asks for a token <flaw>
      Given a client that authenticates by Basic
      And it is about to use its authorization code
      When the client asks for a token <flaw>
      Then the refusal is told in JSON with status 400 or 401

      Examples:
        | flaw                                 |
        | naming itself without authenticating |
        | without saying who it is             |

  @rfc6749-5.2-error-unauthorized-client @must @needs-client_credentials
  Rule: A client that is not registered for a grant is told so
    A client registered for less gets tokens by another door, or never learns why it gets none.

    Scenario: A client asks for a token of its own that is not registered for it
      Given a confidential client that is not registered for tokens of its own
      When the client asks for a token of its own without the scope
      Then the token request is refused with "unauthorized_client"

  @rfc6749-5.2-error-invalid-scope @must
  Rule: A scope that cannot be granted is refused as that, where it is refused
    A client that could go on with less does not find out.

    @needs-client_credentials
    Scenario: A machine asks for an unknown scope
      Given a machine client
      When the client asks for a token of its own with an unknown scope
      Then the server grants the token request, or refuses it with "invalid_scope"

    @needs-client_credentials
    Scenario: A machine that asks for an unknown scope does not get it
      Given a machine client
      When the client asks for a token of its own with an unknown scope
      Then nobody says that the token has the unknown scope

    @needs-authorization_code
    Scenario: A code is redeemed for more than its user granted
      Given an authorization code for a confidential client that was granted less than it may have
      When the client redeems the code with the scope that its user was not asked for
      Then nobody says that the token has the scope that its user was not asked for

    @needs-client_credentials
    Scenario Outline: A machine asks with <flaw>
      Given a machine client
      When the client asks for a token of its own with <flaw>
      Then the server grants the token request, or refuses it with "invalid_scope" or "invalid_request"

      Examples:
        | flaw                      |
        | a quote in its scope      |
        | a line break in its scope |

  @rfc6749-5.2-error-charset @must @needs-authorization_code
  Rule: A token error is printable ASCII without quote and backslash
    A value that the server repeats unfiltered injects lines or markup where the error is logged or shown.

    Scenario Outline: The client redeems the code <flaw>
      Given an authorization code for a confidential client
      When the client redeems the code <flaw>
      Then the token error's text keeps to the characters that are allowed

      Examples:
        | flaw                                        |
        | with a quote and a backslash in its grant type |
        | with letters beyond ASCII in its grant type |
        | with a line break in its grant type         |

  @rfc6749-5.2-error-no-5xx @should @needs-authorization_code
  Rule: No request makes an endpoint fail that answers clients in JSON
    Whoever can make it fail can keep everybody from signing in; a failure also tells where to dig.

    Scenario Outline: The code comes again <flaw>
      Given an authorization code for a confidential client
      And the client has redeemed the code
      When the client redeems the same code again <flaw>
      Then the token endpoint answers without a server error
      And the client still gets a token

      Examples:
        | flaw                             |
        | with broken percent-encoding     |
        | with a null byte in it           |
        | with bytes that are no UTF-8     |
        | with a null byte in its client's name |
        | with a thousand parameters       |
        | with lists and tables in its parameters |
        | as JSON                          |
        | as multipart form data           |
        | under two content types          |

    @intrusive
    Scenario: The code is a megabyte long
      Given an authorization code for a confidential client
      And the client has redeemed the code
      When the client redeems the same code again with a megabyte in its place
      Then the token endpoint answers without a server error or hangs up
      And the client still gets a token

    @needs-introspection @needs-client_credentials
    Scenario Outline: A client asks about its access token <flaw>
      Given a machine client
      And the client gets a token of its own
      And its access token is active
      When the client asks about its access token <flaw>
      Then the introspection endpoint answers without a server error

      Examples:
        | flaw                                |
        | with broken percent-encoding        |
        | with a null byte in its middle      |
        | with bytes in it that are no UTF-8  |
        | with a thousand parameters          |
        | as JSON                             |
        | as multipart form data              |
        | under two content types             |

    @needs-revocation
    Scenario Outline: A client revokes its access token <flaw>
      Given an authorization code for a confidential client
      And the client has redeemed the code
      And the client has revoked its access token
      When the client revokes its access token <flaw>
      Then the revocation endpoint answers without a server error

      Examples:
        | flaw                                |
        | with broken percent-encoding        |
        | with a null byte in its middle      |
        | with bytes in it that are no UTF-8  |
        | with a thousand parameters          |
        | as JSON                             |
        | as multipart form data              |
        | under two content types             |
