@as
Feature: Nobody gives anything away who was not asked

  @rfc6749-10.12-as-consent-csrf @must @needs-authorization_code
  Rule: What another site has a browser send is no user's word
    One look at that site, and its owner has what nobody gave.

    Scenario: The user is signed in, and the agreement is forged
      Given a confidential client
      And a form of the server's has counted as the user's agreement
      And an attacker has such a form from the server
      When the attacker's site has the user's browser send it
      Then no code comes of it

    Scenario: The sign-in itself is forged
      Given a confidential client
      And a form of the server's has counted as the user's sign-in
      And an attacker has such a form from the server
      When the attacker's site has the user's browser send it
      Then no code comes of it

    @browser @needs-openid
    Scenario: The agreement is forged, and the user has a real browser
      Given a confidential client
      And a form of the server's has counted as the user's agreement
      And an attacker has such a form from the server
      When the attacker's site has the user's browser send it
      Then no code comes of it

  @oidc-core-3.1.2.3-csrf-clickjacking @must @same-as-rfc6749-10.12-as-consent-csrf
  Rule: What another site has a browser send signs nobody in
    The user would go on in somebody else's account. What a frame of another site shows is judged under RFC 9700.

  @oidc-core-3.1.2.4-consent-obtained @must @needs-openid @needs-authorization_code
  Rule: Nothing leaves the server before its user has decided
    Every application that a user ever opens would know who that is.

    Scenario: The user is asked, and refuses
      Given a confidential client
      When the user refuses what the client asks for with the question asked again
      Then nothing is granted

    Scenario: The user was asked, and has left the question open
      Given a confidential client
      And the user has left the client's question open
      When the client asks silently
      Then nothing is granted

  @oidc-core-3.1.2.1-prompt-consent @should @needs-openid @needs-authorization_code
  Rule: A client that wants its user asked again gets that, or an error
    It cannot show its user what there is to lose, or have a mistake put right.

    Scenario: The user has agreed before
      Given a confidential client
      And the user has a session from a sign-in to the client
      When the client asks for authorization with the question asked again
      Then the user was asked to agree, or the client was told that nobody can be

    Scenario: The user has agreed before, and refuses now
      Given a confidential client
      And the user has a session from a sign-in to the client
      When the user refuses what the client asks for with the question asked again
      Then the client gets an error

  @rfc8252-8.6-impersonation-consent @should @needs-authorization_code
  Rule: An app that cannot prove who it is has its user asked each time
    Any other app on the device can ask in its name, and would get a code that nobody notices.

    Scenario: The user has agreed before, and the app can be anyone
      Given a native client with a loopback redirect URI
      And the user has agreed before
      When the client asks for authorization
      Then the user had a part in it, or got nowhere
