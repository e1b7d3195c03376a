@as
Feature: Redirect URIs are registered before they are used

  @rfc6749-3.1.2-redirect-query-kept @must @needs-authorization_code
  Rule: The query of a registered redirect URI is kept in the response
    A client that tells its tenants apart by it would get the answer of one for another.

    Scenario: A code is added to the query
      Given a confidential client with a query in its redirect URI
      When the client asks for authorization
      Then the query of the redirect URI is kept
      And the client gets an authorization code

    Scenario: An error is added to the query
      Given a confidential client with a query in its redirect URI
      When the client asks for authorization with an unknown response type
      Then the query of the redirect URI is kept
      And the client gets an error

  @rfc6749-3.1.2.2-public-must-register @must @needs-authorization_code
  Rule: A public client without a registered redirect URI cannot start a flow
    Whoever knows its identifier would have codes sent to himself.

    Scenario: A public client brings a redirect URI along
      Given a public client with no redirect URI
      When the client asks for authorization at a redirect URI of its own choosing
      Then the user is not sent there

  @oauth21-2.3.1-redirect-registration-required @must @needs-authorization_code
  Rule: A confidential client without a registered redirect URI cannot start a flow either
    Its secret does not keep codes from an attacker who has a user start the flow.

    Scenario: A confidential client brings a redirect URI along
      Given a confidential client with no redirect URI
      When the client asks for authorization at a redirect URI of its own choosing
      Then the user is not sent there

  @rfc6749-3.1.2.3-redirect-required-when-many @must @needs-authorization_code
  Rule: A client with several redirect URIs has to name one
    The server would guess, and send the code to a part of the client that did not ask.

    Scenario: The client does not say which
      Given a confidential client with several redirect URIs
      When the client asks for authorization without the redirect URI
      Then the user is not sent there

  @rfc6749-3.1.2.3-redirect-single-default @must @needs-authorization_code
  Rule: Where the only redirect URI is left out the response goes to it and nowhere else
    A default from anywhere but the registration can be chosen by an attacker.

    Scenario: The client leaves its redirect URI out
      Given a confidential client with a single redirect URI
      And the server lets the client leave its redirect URI out
      When the client leaves its redirect URI out
      Then the client gets an authorization code

  @oidc-core-3.1.2.1-redirect-uri-required @must @needs-authorization_code @needs-openid
  Rule: An OpenID Connect request names its redirect URI
    Libraries and servers that disagree on the default deliver sign-ins to the wrong place.

    Scenario: The only redirect URI is left out
      Given a confidential client with a single redirect URI
      When the client asks for authorization for openid without the redirect URI
      Then the user is not sent there

  @rfc9700-4.1.3-no-wildcard-registration @must @needs-authorization_code
  Rule: A wildcard in a registered redirect URI is a letter like any other
    Any subdomain or page that an attacker controls would receive codes.

    Scenario Outline: The request comes with <flaw>
      Given a confidential client with a wildcard in its redirect URI
      When the client asks for authorization at its redirect URI with <flaw>
      Then the user is not sent there

      Examples:
        | flaw                     |
        | a filled-in wildcard     |
        | its wildcard in the path |

  @rfc9700-2.6-no-http-redirect @must @needs-authorization_code
  Rule: A plain http redirect URI is not used beyond loopback
    Everybody on the way could read the code.

    Scenario: A client has registered an http redirect URI
      Given a confidential client with a plain http redirect URI
      When the client asks for authorization at its redirect URI
      Then the user is sent nowhere
