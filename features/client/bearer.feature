@client
Feature: How an application uses an access token

  @rfc6750-2.1-client-uses-header @should @needs-api_call
  Rule: The token is sent in the Authorization header
    Headers are kept out of logs, addresses and bodies are not.

    Scenario: The application calls an API
      When somebody has the application use a token
      Then the token is sent in the Authorization header

  @rfc6750-2.2-client-body-conditions @must @needs-api_call
  Rule: A token is in a body only where the body is a form
    An API that finds it elsewhere does not look there, or takes it for something else.

    Scenario: The application calls an API
      When somebody has the application use a token
      Then a token in a body is in a form

  @rfc6750-2.3-client-no-query-token @should
  Rule: No token stands in a URL
    URLs end in logs, histories and Referer headers.

    @needs-api_call
    Scenario: The application calls an API
      When somebody has the application use a token
      Then no token stands in a URL

    @needs-userinfo @before-sign-in
    Scenario: The application asks about its user
      When somebody signs in
      Then no token stands in a URL of our server's

  @rfc6750-2-client-one-method @must
  Rule: A token is sent in one place
    Servers have to refuse two.

    @needs-api_call
    Scenario: The application calls an API
      When somebody has the application use a token
      Then the token is sent in one place alone

    @needs-userinfo @before-sign-in
    Scenario: The application asks about its user
      When somebody signs in
      Then our server is sent the token in one place alone

  @rfc6750-3.1-client-reacts-to-insufficient-scope @should @needs-api_call
  Rule: A token that allows too little is not sent again and again
    The API is under fire, and the user waits.

    Scenario: The API wants more scope
      When somebody has the application use a token at an API that wants more scope
      Then the API was not asked again and again

  @rfc6749-6-client-refreshes-on-401 @may @needs-api_call
  Rule: A token that has ended is refreshed, if at all, once
    An application that tries for ever takes the server down with it.

    Scenario: The API refuses the token, and the next one
      When somebody has the application use a token at an API that says that the token has ended
      Then the API was not asked again and again

  @oidc-core-12.2-client-refresh-iss-sub @must @needs-openid @needs-api_call
  Rule: The ID token that a refresh brings is of the same user, from the same server
    A refreshed token that is another user's has the application work with that user's data, in this one's name.

    Scenario Outline: The refreshed ID token is from a server that <flaw>
      Given an application that looks at the ID token that a refresh brings
      When somebody has the application use a token at an API that refuses it, of a server that <flaw>
      Then the token that the refresh brought is not used

      Examples:
        | flaw                                    |
        | names another issuer as it refreshes    |
        | names another user as it refreshes      |

  @rfc6749-6-client-discards-old-refresh @must @needs-api_call
  Rule: A refresh token that was replaced is not used again
    The server takes it for theft, and ends the user's session.

    Scenario: The application refreshes twice
      When somebody has the application use a token twice at an API that says that the token has ended
      Then no refresh token was used again
