@client
Feature: How an application redeems its code

  @rfc6749-3.2-token-client-posts @must
  Rule: The token endpoint is called by POST with a form
    What stands in a URL ends in logs.

    @before-sign-in
    Scenario: A code is redeemed
      When somebody signs in
      Then the code is redeemed by a posted form

  @rfc6749-3.2.1-client-sends-client-id @must
  Rule: A client without a secret says who it is
    Otherwise the server cannot see that the code is another client's.

    Scenario: A public client redeems its code
      Given an application that has no secret
      When somebody signs in
      Then the token request names the client

  @rfc6749-2.3-client-single-auth-method @must
  Rule: A client authenticates in one way at a time
    Servers have to refuse two, and those that do not may check the wrong one.

    @before-sign-in
    Scenario: A code is redeemed
      When somebody signs in
      Then the client authenticates in one way alone

  @rfc6749-2.3.1-client-secret-not-in-uri @must
  Rule: A client's secret stands in no address
    Addresses end in logs, in histories and, as the Referer, at strangers.

    @before-sign-in
    Scenario: Somebody signs in
      Given an application that has a secret
      When somebody signs in
      Then no address holds the secret

  @rfc6749-2.3.1-basic-client-form-encoding @must
  Rule: Identifier and secret are form-encoded before they are joined
    A secret with a colon or a percent sign in it works at some servers and not at others.

    Scenario: A client with reserved characters in its secret redeems a code
      Given an application whose secret has reserved characters, sent by HTTP Basic
      When somebody signs in
      Then identifier and secret are each form-encoded

  @rfc6749-4.1.3-client-token-request @must
  Rule: A code is redeemed as it came, for the place it was sent to
    A server that cannot compare the places cannot see that the code was stolen on the way to another.

    @before-sign-in
    Scenario: A code is redeemed
      When somebody signs in
      Then the code is redeemed as it came, with the redirect URI of before

  @rfc7523-2.2-client-sends-assertion @must
  Rule: An assertion says who the client is, to this server, for now
    An assertion without an audience or an end works everywhere and for ever.

    Scenario: A client with a key redeems a code
      Given an application that authenticates by an assertion
      When somebody signs in
      Then the assertion is the client's, for this server, and will end

  @rfc6749-4.1.2-client-uses-code-once @must
  Rule: A code is sent once
    A server takes a second one for theft, and revokes what the user has just been given.

    Scenario: The user loads the page again that brought the code
      Given a user who is on the way back to the application
      When the user brings the answer back twice
      Then the code was redeemed once at most

  @rfc9700-4.2.4-client-state-once @should
  Rule: A state is good for one answer
    Whoever finds an answer in a browser's history puts another code into it.

    Scenario: The state comes back with another code
      Given a user who has come back to the application
      When the user comes back to the application with another code
      Then no code was redeemed

  @rfc6749-4.1.2.1-client-handles-error @should
  Rule: A refusal ends the sign-in
    An application that does not notice signs in nobody in particular.

    Scenario Outline: The server refuses, <where> the code
      Given an application that signs its users in
      And a user who is on the way back to the application
      When the user comes back to the application with a refusal <where> the code
      Then no code was redeemed
      And the user's browser shows nobody

      Examples:
        | where       |
        | in place of |
        | beside      |

  @rfc6749-4.1.2-client-code-size @should
  Rule: A code may be long
    Servers that put the grant into the code cannot be used.

    Scenario: The code has two thousand characters
      Given an application that signs its users in
      When somebody signs in at an authorization server that issues long codes
      Then the user is signed in

  @rfc6749-4.4.2-cc-client-request @must @needs-machine_call
  Rule: A client gets a token for itself by authenticating
    Whoever leaves the authentication out gets a token that anybody could.

    Scenario: The application gets a token for itself
      When the application gets a token for itself
      Then it asks by client credentials, and authenticates
