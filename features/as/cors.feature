@as
Feature: A page of another origin reads what is meant for it, and nothing else

  @rfc9700-2.6-no-cors-at-authorization @must @needs-authorization_code
  Rule: No page of another origin reads what the authorization endpoint answers
    A page could ask in its visitor's name, and read the code.

    Scenario: A page asks whether it may call
      Given a public client
      When a page of the client asks whether it may call the authorization endpoint
      Then the page may not read the answer

    Scenario: A page calls
      Given a public client
      When a page of the client calls the authorization endpoint
      Then the page may not read the answer

  @rfc9700-2.6-cors-allowed-elsewhere @may
  Rule: A page that is told that it may call an endpoint may read the answer
    An application in the browser would fail where it was told that it would not.

    @needs-authorization_code
    Scenario: A page calls the token endpoint
      Given a public client
      When a page of the client asks whether it may call the token endpoint, and does
      Then the page may read the answer, if it was told that it may call

    @needs-metadata @needs-authorization_code
    Scenario: A page reads the metadata
      Given a public client
      When a page of the client asks whether it may call the metadata endpoint, and does
      Then the page may read the answer, if it was told that it may call

    @needs-metadata @needs-authorization_code
    Scenario: A page reads the keys
      Given a public client
      When a page of the client asks whether it may call the keys endpoint, and does
      Then the page may read the answer, if it was told that it may call

    @needs-registration @needs-authorization_code
    Scenario: A page registers
      Given a public client
      When a page of the client asks whether it may call the registration endpoint, and does
      Then the page may read the answer, if it was told that it may call

  @rfc7009-2.3-cors @may @needs-revocation @needs-authorization_code
  Rule: A page that is told that it may revoke a token learns whether it did
    An application in the browser could not sign its user out.

    Scenario: A page revokes a token
      Given a public client
      When a page of the client asks whether it may call the revocation endpoint, and does
      Then the page may read the answer, if it was told that it may call

  @oidc-core-5.3-userinfo-cors @should @needs-openid @needs-userinfo @needs-authorization_code
  Rule: A page of a client reads who its user is
    An application in the browser could not greet its user.

    Scenario: A page asks who the user is
      Given a public client
      And the user is signed in to the client
      When a page of the client asks whether it may call the userinfo endpoint, and does
      Then the page may call with an access token, and read the answer

  @rfc9449-8-cors-nonce-exposed @should @needs-dpop @needs-authorization_code
  Rule: A page reads the nonce that its next proof has to have
    An application in the browser could never prove its key as it is asked to.

    Scenario: A page redeems its code
      Given an authorization code for a public client
      When a page of the client redeems the code with a proof of its key
      Then the page may read the nonce that the next proof has to have

    @needs-openid @needs-userinfo
    Scenario: A page asks who the user is
      Given an authorization code for a public client
      And the client's access token is bound to its key
      When a page of the client asks who the user is with a proof of its key
      Then the page may read the nonce that the next proof has to have
