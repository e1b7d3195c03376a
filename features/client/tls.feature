@client @needs-https
Feature: An application speaks to whom it believes to speak, and to nobody besides

  @rfc6749-10.9-server-certificate-checked @must
  Rule: A server that cannot prove who it is gets neither code nor token
    Whoever sits between the application and its server answers in the server's place, and has the user's code, the client's secret and every token.

    Background:
      Given an application that signs its users in

    Scenario Outline: The token endpoint <flaw>
      Given a user who is on the way back to the application
      And the authorization server <flaw> from now on
      When the user comes back to the application
      Then no code was redeemed
      And the user's browser shows nobody

      Examples:
        | flaw                                                   |
        | shows a certificate of an authority that nobody trusts |
        | shows a certificate that nobody but itself vouches for |
        | shows a certificate that has expired                   |
        | shows a certificate for another host                   |

    @needs-userinfo
    Scenario: The UserInfo endpoint shows another certificate than the token endpoint
      Given an application that uses its token as it signs users in
      When somebody signs in at an authorization server that shows a certificate of an authority that nobody trusts once it has issued a token
      Then the token is not used

    @needs-api_call
    Scenario: The API shows a certificate of an authority that nobody trusts
      Given somebody who had the application use a token
      And the authorization server shows a certificate of an authority that nobody trusts from now on
      When the user has the application use the token again
      Then the token is not used

  @rfc6750-5.3-client-no-http @must
  Rule: A token goes nowhere without TLS
    Everybody on the way reads it, and uses it.

    @needs-userinfo
    Scenario: UserInfo leads to plain http
      Given an application that signs its users in
      And an application that uses its token as it signs users in
      When somebody signs in at an authorization server that sends on to plain http whoever asks about a user
      Then no token went without TLS

    @needs-api_call
    Scenario: The API leads to plain http
      When somebody has the application use a token at an API that sends on to plain http whoever calls the API
      Then no token went without TLS

    @needs-restart @needs-userinfo
    Scenario: The metadata name a UserInfo endpoint without TLS
      When somebody signs in, if they can, at an authorization server that publishes metadata that name a UserInfo endpoint without TLS
      Then no token went there
