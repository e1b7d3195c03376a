@as
Feature: A refreshed sign-in is the one that the user made

  @oidc-core-11-offline-access-consent @should @needs-openid @needs-offline_access @needs-authorization_code
  Rule: Offline access takes the user's consent
    A client would act for its user for months, who was never asked.

    Scenario: The client asks, and has its user asked
      Given a confidential client
      When the user signs in to the client for offline access with consent
      Then the client gets a refresh token

    Scenario: The client does not have its user asked
      Given a confidential client
      And the user has signed in to the client before
      When the user signs in to the client for offline access with no prompt
      Then the client gets no refresh token, unless the user was asked

  @oidc-core-12.2-refresh-id-token-claims @must @needs-openid @needs-refresh_token @needs-authorization_code
  Rule: An ID token that comes with a refresh tells of the same sign-in, of the same user, to the same client
    A client would take one user for another, or an old sign-in for a fresh one.

    Scenario Outline: The <claim> stays
      Given a confidential client with a refresh token and an ID token
      When the client refreshes
      Then a new ID token, if any, has the same "<claim>"

      Examples:
        | claim |
        | iss   |
        | sub   |
        | aud   |

    Scenario: The nonce, where there is one, stays
      Given a confidential client with a refresh token and an ID token
      When the client refreshes
      Then a new ID token, if any, has no other nonce

    Scenario: The time of the sign-in stays
      Given a confidential client with a refresh token and an ID token
      When 3 seconds have passed
      And the client refreshes
      Then a new ID token, if any, tells the time of the first sign-in

    Scenario: The time of issue does not
      Given a confidential client with a refresh token and an ID token
      When 3 seconds have passed
      And the client refreshes
      Then a new ID token, if any, was issued later

  @oidc-core-12.2-refresh-id-token-no-nonce @should @needs-openid @needs-refresh_token @needs-authorization_code
  Rule: An ID token that comes with a refresh has no nonce
    A nonce answers one request of a browser, and no browser asked.

    Scenario: The client refreshes
      Given a confidential client with a refresh token and an ID token
      When the client refreshes
      Then a new ID token, if any, has no nonce
